-- name: cookies.chosen @live
-- A browser's choice is kept, with what it was about.
SELECT live.cookie_chosen(%s, %s, %s, %s, %s, %s, %s, %s, %s)

-- name: cookies.choices @live
-- The choices of one browser, the newest first.
SELECT * FROM live.cookie_choices(%s)

-- name: cookies.let_out @live
-- Declared cookies were set on this day.
SELECT live.cookies_let_out(%s, %s)

-- name: cookies.set @live
-- On which day each declared cookie was set last.
SELECT * FROM live.cookies_set()

-- name: cookies.forget @live
-- Choices that are no evidence any more go.
SELECT live.cookie_forget(%s)
