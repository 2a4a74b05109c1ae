CREATE TABLE ding (nr INTEGER, soort TEXT);
INSERT INTO ding VALUES (1, 'a'), (2, 'a'), (3, 'b');
