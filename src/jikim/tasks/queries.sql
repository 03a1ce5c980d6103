-- name: task.file @live may record
-- A task is filed, or found where an open one is about the same.
SELECT live.task_file(%s, %s, %s, %s, %s, %s, %s, %s, %s, {entry})

-- name: task.give @live
-- A task changes hands, from whoever had it.
SELECT live.task_give(%s, %s, %s, %s, {entry})

-- name: task.done @live
-- A task is done, once.
SELECT live.task_done(%s, %s, %s, %s, {entry})

-- name: task.open @live
-- Open tasks, the most pressing first.
SELECT * FROM live.tasks_open(%s, %s, %s, %s)

-- name: task.closed @live
-- Tasks that were done, the newest first.
SELECT * FROM live.tasks_closed(%s, %s, %s, %s)

-- name: task.last @live
-- When a task of a kind was done last.
SELECT live.task_last(%s)

-- name: task.one @live
-- One task.
SELECT * FROM live.task_of(%s)

-- name: task.over @live
-- Tasks that were done so long ago that they are forgotten.
SELECT * FROM live.tasks_over(%s, %s)

-- name: task.forget @live
-- A task whose words' key is gone is forgotten.
SELECT live.task_forget(%s, {entry})
