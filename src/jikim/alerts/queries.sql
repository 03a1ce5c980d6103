-- name: alert.raise @live may record
-- An alert is raised, unless the same one waits unseen.
SELECT live.alert_raise(%(kind)s, %(ko)s, %(en)s, %(href)s, {entry})

-- name: alert.list @live
-- Alerts, the newest first, a page at a time.
SELECT * FROM live.alerts(%(before)s, %(limit)s)

-- name: alert.open @live
-- Alerts that nobody has looked at.
SELECT * FROM live.alerts_open()

-- name: alert.due @live
-- Alerts that wait to be told.
SELECT * FROM live.alerts_due(%(now)s, %(limit)s)

-- name: alert.take @live
-- One process takes an alert to tell it.
SELECT live.alert_take(%(number)s, %(was)s, %(next)s)

-- name: alert.told @live
-- An alert has left.
SELECT live.alert_told(%(number)s, %(at)s)

-- name: alert.see @live
-- An officer has looked at an alert.
SELECT live.alert_see(%(number)s, {entry})
