CREATE TABLE ding (nr TEXT PRIMARY KEY, naam TEXT, aantal INTEGER);
INSERT INTO ding VALUES ('1', 'een', 3), ('2', NULL, NULL);
