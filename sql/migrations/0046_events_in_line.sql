-- An event of a new supplier is little more than 2 KB, most of it digests that do not compress: the
-- attempt cost as much as the rest of the row, and the body then lay in a table of its own, to be
-- looked up again by each reader of the feed. Rows of up to 4 KB stay in one piece.
alter table app.events set (toast_tuple_target = 4080);
