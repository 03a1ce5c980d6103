"""Uploads: files from people, checked, scanned and stripped of metadata before they are sealed."""
