"""Working days by the Algemene termijnenwet, counted one day at a time."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian algorithm (Meeus/Jones/Butcher)."""
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> set[date]:
    """Return the days that article 3 puts on a par with Sunday, Good Friday among them."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.isoweekday() == 7:
        kings_day = date(year, 4, 26)
    moving = {sunday + days * ONE_DAY for days in (-2, 1, 39, 50)}
    fixed = {date(year, 1, 1), kings_day, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return moving | fixed


def is_workday(day: date) -> bool:
    """Say whether a day is Monday to Friday and no holiday."""
    return day.isoweekday() <= 5 and day not in holidays(day.year)


def add_workdays(day: date, count: int) -> date:
    """Return the count-th working day after a day; the day itself never counts."""
    while count > 0:
        day += ONE_DAY
        if is_workday(day):
            count -= 1
    return day
