package deadline

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"luxi/internal/golden"
	"luxi/internal/i18n"
)

// TestBoard runs the cases of testdata/board.txt, whose head says how they are
// written.
func TestBoard(t *testing.T) {
	golden.Run(t, "testdata/board.txt", func(t *testing.T, c golden.Case) string {
		loc := location(t, "Asia/Shanghai")
		call := Call{Deadline: moment(t, "2022-08-31"), Grace: 48 * time.Hour}
		now := moment(t, "2022-09-10")
		for _, line := range fields(c.Get("call")) {
			switch line[0] {
			case "deadline":
				call.Deadline = moment(t, line[1])
			case "now":
				now = moment(t, line[1])
			case "length":
				from, to := atoi(t, line[1]), atoi(t, line[2])
				call.Length = []int{from, to}
			case "wanted":
				call.Wanted = append(call.Wanted, Wanted{Kind: line[1], Pieces: atoi(t, line[2])})
			}
		}
		for _, line := range fields(c.Get("roster")) {
			p := Invited{Name: line[0], Key: value(line, "key"), Region: value(line, "region"), Kind: value(line, "kind"), Position: value(line, "position")}
			p.Extension = Extension{To: moment(t, value(line, "extended")), Reason: value(line, "reason"), By: value(line, "by")}
			p.Declined = value(line, "declined") != ""
			call.Invited = append(call.Invited, p)
		}
		var pieces []Submission
		for _, line := range fields(c.Get("pieces")) {
			s := Submission{
				Path: line[0], Title: strings.TrimSuffix(line[0], ".md"), Region: value(line, "region"), Kind: value(line, "kind"),
				Received: moment(t, value(line, "received")), Draft: value(line, "draft") != "",
				Withdrawn: value(line, "withdrawn") != "",
			}
			if n := value(line, "length"); n != "" {
				s.Length = atoi(t, n)
			}
			for _, name := range strings.Split(line[1], "、") {
				name, key, _ := strings.Cut(name, "#")
				s.Authors = append(s.Authors, Author{Name: name, Key: key})
			}
			pieces = append(pieces, s)
		}
		return describe(Judge(call, pieces, now.Instant(loc), loc))
	})
}

// fields splits a text into lines of words between bars.
func fields(text string) (out [][]string) {
	for line := range strings.Lines(text) {
		var words []string
		for _, w := range strings.Split(strings.TrimSuffix(line, "\n"), "|") {
			words = append(words, strings.Trim(w, " "))
		}
		out = append(out, words)
	}
	return out
}

// value returns what stands behind name= in a line.
func value(line []string, name string) string {
	for _, w := range line {
		if v, ok := strings.CutPrefix(w, name+"="); ok {
			return v
		}
	}
	return ""
}

func atoi(t *testing.T, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func describe(b Board) string {
	var out strings.Builder
	zh := func(notes []Note) string {
		s := ""
		for _, n := range notes {
			s += "；" + n.In(i18n.Chinese)
		}
		return s
	}
	for _, row := range b.Rows {
		fmt.Fprintf(&out, "%s %s%s%s", row.Standing.Text().ZH, row.Person.Region, row.Person.Name, zh(row.Notes))
		if row.Doubtful {
			out.WriteString(" [doubtful]")
		}
		out.WriteString("\n")
		for _, p := range row.Pieces {
			fmt.Fprintf(&out, "  %s %s%s\n", p.Path, p.Standing.Text().ZH, zh(p.Notes))
		}
	}
	fmt.Fprintf(&out, "%d pieces, %d late, %d overdue, on time %t\n", b.Pieces, b.LatePieces(), b.Overdue(), b.OnTime())
	for _, g := range b.Regions {
		fmt.Fprintf(&out, "region %q invited %d in %d pieces %d\n", g.Name, g.Invited, g.In, g.Pieces)
	}
	for _, n := range b.Needs {
		fmt.Fprintf(&out, "wanted %q %d have %d still %d\n", n.Kind, n.Pieces, n.Have, n.Still)
	}
	return out.String()
}

// A piece never gets better by coming later, whatever the call, and nothing
// that came in is lost.
func TestLaws(t *testing.T) {
	loc := location(t, "America/Santiago")
	start := moment(t, "2022-04-01").Instant(loc)
	r := rand.New(rand.NewPCG(1, 2))
	rank := []Standing{OnTime, InExtension, InGrace, Late}
	at := func() time.Time { return start.Add(time.Duration(r.Int64N(int64(7 * 24 * time.Hour)))) }
	names := []string{"张伟", "王强", "李秀英", "欧阳建国"}
	for range 3000 {
		c := Call{Deadline: moment(t, fmt.Sprintf("2022-04-0%d", 1+r.IntN(5))), Grace: time.Duration(r.IntN(72)) * time.Hour}
		for range r.IntN(5) {
			p := Invited{Name: names[r.IntN(4)], Region: []string{"", "东阿县", "冠县"}[r.IntN(3)], Declined: r.IntN(4) == 0}
			if r.IntN(2) == 0 {
				p.Extension.To = moment(t, fmt.Sprintf("2022-04-0%d", 1+r.IntN(7)))
			}
			c.Invited = append(c.Invited, p)
		}
		var pieces []Submission
		for i := range r.IntN(6) {
			s := Submission{Path: strconv.Itoa(i), Region: []string{"", "东阿县", "冠县"}[r.IntN(3)]}
			for range 1 + r.IntN(2) {
				s.Authors = append(s.Authors, Author{Name: names[r.IntN(4)]})
			}
			pieces = append(pieces, s)
		}
		b := Judge(c, pieces, start.AddDate(1, 0, 0), loc)
		seen := map[string]bool{}
		for _, row := range b.Rows {
			for _, p := range row.Pieces {
				seen[p.Path] = true
			}
			early, late := at(), at()
			if late.Before(early) {
				early, late = late, early
			}
			x, y := c.standingAt(early, row.End, loc), c.standingAt(late, row.End, loc)
			if index(rank, x) > index(rank, y) {
				t.Fatalf("%+v: at %s %s, at %s %s", c, early, x, late, y)
			}
			// What the label says is what is enforced: who is not late may still send.
			if (y != Late) != late.Before(row.End.Add(c.Grace)) {
				t.Fatalf("%+v: %s at %s, ends at %s", c, y, late, row.End)
			}
		}
		if len(seen) != len(pieces) || len(b.Times()) != len(pieces) {
			t.Fatalf("%d of %d pieces are on the board", len(seen), len(pieces))
		}
		total := 0
		for _, s := range Standings {
			total += b.Count(s)
		}
		if total != len(b.Rows) {
			t.Fatalf("%d rows, %d counted", len(b.Rows), total)
		}
	}
}

func index(rank []Standing, s Standing) int {
	for i, r := range rank {
		if r == s {
			return i
		}
	}
	return -1
}

func TestParseStanding(t *testing.T) {
	for _, s := range Standings {
		for _, word := range []string{s.String(), s.Text().ZH, s.Text().EN} {
			if got, ok := ParseStanding(word); !ok || got != s {
				t.Errorf("%s is read as %v, %t", word, got, ok)
			}
		}
	}
	if _, ok := ParseStanding("拖稿"); ok {
		t.Error("an unknown standing is read")
	}
}
