-- name: cookies.chosen @live
-- A browser's choice is kept, with what it was about.
SELECT live.cookie_chosen(%(browser)s, %(at)s, %(choice)s, %(allowed)s, %(refused)s, %(told)s, %(old_enough)s,
    %(policy)s, %(until)s)

-- name: cookies.choices @live
-- The choices of one browser, the newest first.
SELECT * FROM live.cookie_choices(%(browser)s)

-- name: cookies.let_out @live
-- Declared cookies were set on this day.
SELECT live.cookies_let_out(%(names)s, %(day)s)

-- name: cookies.set @live
-- On which day each declared cookie was set last.
SELECT * FROM live.cookies_set()

-- name: cookies.forget @live
-- Choices that are no evidence any more go.
SELECT live.cookie_forget(%(today)s, %(at)s)
