CREATE TABLE IF NOT EXISTS product (
  name text PRIMARY KEY,
  cents int NOT NULL
);
