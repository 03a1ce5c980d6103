-- name: alert.raise @live may record
-- An alert is raised, unless the same one waits unseen.
SELECT live.alert_raise(%s, %s, %s, %s, {entry})

-- name: alert.list @live
-- Alerts, the newest first, a page at a time.
SELECT * FROM live.alerts(%s, %s)

-- name: alert.open @live
-- Alerts that nobody has looked at.
SELECT * FROM live.alerts_open()

-- name: alert.due @live
-- Alerts that wait to be told.
SELECT * FROM live.alerts_due(%s, %s)

-- name: alert.take @live
-- One process takes an alert to tell it.
SELECT live.alert_take(%s, %s, %s)

-- name: alert.told @live
-- An alert has left.
SELECT live.alert_told(%s, %s)

-- name: alert.see @live
-- An officer has looked at an alert.
SELECT live.alert_see(%s, %s, {entry})
