package main

import (
	"strings"
	"testing"
	"time"

	"luxi/internal/build"
)

// The line comes after half a second, is written anew now and then, and is gone
// in the end.
func TestStatusLine(t *testing.T) {
	var out strings.Builder
	clock := time.Unix(0, 0)
	s := &statusLine{
		say: func(zh, en string) string { return zh }, now: func() time.Time { return clock }, out: &out, start: clock,
	}
	at := func(ms int, stage build.Stage, done int) string {
		out.Reset()
		clock = time.Unix(0, 0).Add(time.Duration(ms) * time.Millisecond)
		s.progress(stage, done, 200)
		return out.String()
	}
	for _, step := range []struct {
		ms    int
		stage build.Stage
		done  int
		want  string
	}{
		{100, build.Reading, 10, ""},
		{499, build.Reading, 90, ""},
		{510, build.Reading, 100, "\r正在读文稿 100/200（50%）\x1b[K"},
		{520, build.Reading, 110, ""},
		{620, build.Making, 1, "\r正在生成网页 1/200（0%）\x1b[K"},
	} {
		if got := at(step.ms, step.stage, step.done); got != step.want {
			t.Errorf("after %d ms: %q, want %q", step.ms, got, step.want)
		}
	}
	out.Reset()
	s.end()
	s.end()
	if want := "\r\x1b[K"; out.String() != want {
		t.Errorf("in the end %q, want %q", out.String(), want)
	}
	if got := at(9000, build.Making, 2); got != "" {
		t.Errorf("after the end %q", got)
	}
}

// A build that is done in time shows nothing, and nor does one whose output is
// no terminal.
func TestNoStatusLine(t *testing.T) {
	var out strings.Builder
	a := &app{environment: environment{stderr: &out, getenv: func(string) string { return "" }, now: time.Now}}
	s := a.statusLine()
	s.start = time.Time{}
	s.progress(build.Making, 1, 2)
	s.end()
	if out.Len() > 0 {
		t.Errorf("a pipe is told %q", out.String())
	}
}
