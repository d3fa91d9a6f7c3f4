package main

import "testing"

// Of two programs that write reminders for one column one gives up, so that
// nobody gets two letters.
func TestLockReminders(t *testing.T) {
	a, dir := &app{}, t.TempDir()
	unlock, err := a.lockReminders(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.lockReminders(dir); err == nil {
		t.Error("two programs write reminders")
	}
	unlock()
	unlock, err = a.lockReminders(dir)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}
