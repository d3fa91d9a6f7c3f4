package deadline

import (
	"os"
	"strings"
	"testing"
	"time"

	"luxi/internal/civil"
	"luxi/internal/i18n"
)

// machines are the zones that the machine's clock is in.
var machines = []string{"UTC", "Asia/Shanghai", "America/Santiago"}

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, ok := civil.Zone(name)
	if !ok {
		t.Fatalf("no zone: %s", name)
	}
	return loc
}

func moment(t *testing.T, s string) civil.Moment {
	t.Helper()
	m, ok := civil.ParseMoment(s)
	if s != "" && s != "none" && !ok {
		t.Fatalf("no moment: %s", s)
	}
	return m
}

// inMachines runs a test with the machine's own zone in each of machines.
func inMachines(t *testing.T, run func(t *testing.T, machine *time.Location)) {
	own := time.Local
	defer func() { time.Local = own }()
	for _, name := range machines {
		time.Local = location(t, name)
		t.Run(name, func(t *testing.T) { run(t, time.Local) })
	}
}

// TestBoundaries runs the cases of testdata/boundaries.txt, whose head says how
// they are written.
func TestBoundaries(t *testing.T) {
	inMachines(t, func(t *testing.T, machine *time.Location) {
		text, err := os.ReadFile("testdata/boundaries.txt")
		if err != nil {
			t.Fatal(err)
		}
		_, text2, _ := strings.Cut(string(text), "\n# ")
		b := boundary{machine: machine}
		for line := range strings.Lines("# " + text2) {
			b.line(t, strings.TrimSpace(line))
		}
		if b.cases < 80 {
			t.Errorf("only %d cases were found", b.cases)
		}
	})
}

// A boundary is what the lines of the file have set so far.
type boundary struct {
	machine *time.Location
	loc     *time.Location
	call    Call
	person  Invited
	cases   int
}

func (b *boundary) line(t *testing.T, line string) {
	word, value, _ := strings.Cut(line, " ")
	switch {
	case line == "" || word == "#":
	case word == "zone":
		b.loc = location(t, value)
	case word == "deadline":
		b.call.Deadline = moment(t, value)
	case word == "grace":
		grace, err := time.ParseDuration(value)
		if err != nil {
			t.Fatal(err)
		}
		b.call.Grace = grace
	case word == "extension":
		b.person.Extension.To = moment(t, value)
	default:
		b.cases++
		b.check(t, line)
	}
}

func (b *boundary) check(t *testing.T, line string) {
	part := strings.Split(line, "|")
	if len(part) != 3 {
		t.Fatalf("no case: %s", line)
	}
	received := b.received(t, strings.TrimSpace(part[0]))
	b.person.Name = "某甲"
	b.call.Invited = []Invited{b.person}
	piece := Submission{Path: "a.md", Authors: []Author{{Name: "某甲"}}, Received: received}

	now := time.Date(2026, 1, 1, 0, 0, 0, 0, b.machine)
	if received.Date.Month == time.December {
		now = time.Date(2022, 9, 10, 0, 0, 0, 0, b.machine)
	}
	row := Judge(b.call, []Submission{piece}, now, b.loc).Rows[0]
	got := row.Standing.Text().In(i18n.Chinese)
	if row.Standing == Late || row.Standing == InGrace {
		got += " " + Lasting(row.Pieces[0].Late).In(i18n.Chinese)
	}
	if want := strings.TrimSpace(part[1]); got != want {
		t.Errorf("%s\nis %s, want %s", line, got, want)
	}

	want := strings.TrimSpace(part[2])
	if want == "-" {
		return
	}
	board := Judge(b.call, nil, received.Instant(b.loc).In(b.machine), b.loc)
	row = board.Rows[0]
	got = "还有 " + Lasting(row.Left).In(i18n.Chinese)
	if overdue := !board.Now.Before(row.End); overdue {
		got = "已过 " + Lasting(row.Overdue).In(i18n.Chinese)
	}
	if got != want || row.Standing != Missing {
		t.Errorf("%s\nmissing is %s, want %s", line, got, want)
	}
}

// received reads a time with what is to be added to it.
func (b *boundary) received(t *testing.T, s string) civil.Moment {
	s, more, ok := strings.Cut(s, " ")
	m := moment(t, s)
	if !ok {
		return m
	}
	d, err := time.ParseDuration(more)
	if err != nil {
		t.Fatal(err)
	}
	at := m.Instant(b.loc)
	return civil.MomentOf(at.Add(d))
}
