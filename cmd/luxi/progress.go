package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"luxi/internal/build"
)

// The status line waits for half a second, because most builds are done by
// then, and is written anew ten times a second: the eye reads no faster.
const (
	statusAfter = 500 * time.Millisecond
	statusEvery = 100 * time.Millisecond
)

// A statusLine shows on a terminal how far long work is, on one line that is
// gone when the work is done. Elsewhere it shows nothing: in a pipe it would be
// rubbish, and a dumb terminal cannot take it back.
type statusLine struct {
	say   func(zh, en string) string
	now   func() time.Time
	out   io.Writer // nil where nothing is shown
	start time.Time

	mutex sync.Mutex
	last  time.Time // when it was written
	shown bool
	ended bool
}

func (a *app) statusLine() *statusLine {
	s := &statusLine{say: a.say, now: a.now, start: a.now()}
	if _, width := a.onTerminal(a.stderr); width > 0 && a.getenv("TERM") != "dumb" {
		s.out = a.stderr
	}
	return s
}

// progress is for build.Options.Progress.
func (s *statusLine) progress(stage build.Stage, done, total int) {
	if s.out == nil {
		return
	}
	now := s.now()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ended || now.Sub(s.start) < statusAfter || s.shown && now.Sub(s.last) < statusEvery {
		return
	}
	s.shown, s.last = true, now
	what := s.say("正在读文稿", "reading")
	switch stage {
	case build.Picturing:
		what = s.say("正在处理图片", "making images ready")
	case build.Making:
		what = s.say("正在生成网页", "making pages")
	}
	s.write(fmt.Sprintf("%s %d/%d（%d%%）", what, done, total, 100*done/max(total, 1)))
}

// write replaces the line: back to its beginning, the new text, and what is left
// of the old one erased (ECMA-48: EL).
func (s *statusLine) write(text string) {
	text = strings.NewReplacer("（", s.say("（", " ("), "）", s.say("）", ")")).Replace(text)
	_, _ = io.WriteString(s.out, "\r"+text+"\x1b[K") // a terminal that is gone is no reason to stop
}

// end takes the line away.
func (s *statusLine) end() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.shown && !s.ended {
		_, _ = io.WriteString(s.out, "\r\x1b[K")
	}
	s.ended = true
}
