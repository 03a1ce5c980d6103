-- name: cookies.chosen @live
-- A browser's choice is kept, with what it was about.
SELECT live.cookie_chosen(%s, %s, %s, %s, %s, %s, %s, %s, %s)

-- name: cookies.choices @live
-- The choices of one browser, the newest first.
SELECT * FROM live.cookie_choices(%s)

-- name: cookies.forget @live
-- Choices that are no evidence any more go.
SELECT live.cookie_forget(%s)
