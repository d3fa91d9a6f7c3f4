package deadline

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A Board is the verdict on a call: every person of the roster and every piece
// that came in has a row.
type Board struct {
	Call     Call
	State    State
	Now      time.Time
	End      time.Time // half-open
	GraceEnd time.Time // likewise; that of End where there is no grace
	Rows     []Row     // the roster in its order, then others in the order of their pieces
	Pieces   int       // that came in
	Needs    []Need    // in the order of Call.Wanted
	Regions  []Group   // in the order of the rows; "" for no region
	Kinds    []Group
}

// A Row is a person of the roster, or somebody else who sent something, with the
// pieces that the person sent. Several people of one byline who are not on the
// roster are one row.
type Row struct {
	Person   Invited // of others as their first piece has it
	Listed   bool    // the person is on the roster
	Times    int     // how often, if more than once
	Standing Standing
	End      time.Time     // the person's own end, half-open
	Left     time.Duration // until it, of a missing person
	Overdue  time.Duration // since it, likewise
	Pieces   []Piece       // as they came
	Doubtful bool          // a piece by others, or an entry that declined, may be this person's
	Notes    []Note
}

// A Piece is a submission with the verdict on it.
type Piece struct {
	Submission
	Time
	By    Match // how its author was found; the surest of several authors
	Notes []Note
}

// A Need is how many pieces of a kind are wanted and in. Late and withdrawn
// pieces do not count.
type Need struct {
	Wanted
	Have  int
	Still int
}

// A Group counts a region's or a kind's people and pieces.
type Group struct {
	Name    string
	Invited int // people on the roster who have not declined
	In      int // of them, with a piece
	Pieces  int // of all people
}

// Judge decides about a call at an instant. Submissions are those of this call
// only.
func Judge(c Call, submissions []Submission, now time.Time, loc *time.Location) Board {
	end := c.End(loc)
	b := Board{
		Call: c, State: c.StateAt(now, loc), Now: now.In(loc), End: end, GraceEnd: end.Add(c.Grace), Pieces: len(submissions),
	}
	j := judge{board: &b, loc: loc, others: map[string]int{}}
	j.roster()
	submissions = slices.Clone(submissions)
	slices.SortStableFunc(submissions, j.order)
	for _, s := range submissions {
		j.place(s)
	}
	for i := range b.Rows {
		j.stand(&b.Rows[i])
	}
	b.count()
	return b
}

// A judge fills a board.
type judge struct {
	board  *Board
	people register
	loc    *time.Location
	others map[string]int // rows of people who are not on it, by who they are
}

// roster makes a row for everybody who was invited.
func (j *judge) roster() {
	people, times := unique(j.board.Call.Invited, j.loc)
	j.people = newRegister(people)
	for i, p := range people {
		row := Row{Person: p, Listed: true, End: j.board.Call.EndFor(p, j.loc)}
		if times[i] > 1 {
			row.Times = times[i]
			row.note(onRosterTwice(times[i]))
		}
		j.board.Rows = append(j.board.Rows, row)
	}
	for _, p := range people {
		if !p.Declined {
			continue
		}
		same := namesakes(people, p)
		for _, i := range same {
			row := &j.board.Rows[i]
			if len(same) == 1 {
				row.Person.Declined = true
				row.note(declinedElsewhere)
			} else {
				row.Doubtful = true
				row.note(perhapsDeclined)
			}
		}
	}
}

// order is how submissions came: by time, those of no known time last, then by
// path.
func (j *judge) order(x, y Submission) int {
	switch a, b := x.Received, y.Received; {
	case a.IsZero() && b.IsZero():
		return cmp.Compare(x.Path, y.Path)
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	default:
		return cmp.Or(a.Instant(j.loc).Compare(b.Instant(j.loc)), cmp.Compare(x.Path, y.Path))
	}
}

// place puts a submission into the rows of its authors, or into one of its own.
func (j *judge) place(s Submission) {
	found := map[int]Match{} // rows of the roster
	var rows, doubts []int
	for _, a := range s.Authors {
		at, by, doubt := j.people.find(a, s.Region)
		doubts = append(doubts, doubt...)
		if at >= 0 && found[at] == NoMatch {
			found[at] = by
			rows = append(rows, at)
		}
	}
	end := j.board.End
	for _, at := range rows { // who has an extension brings the others of the byline with it
		if own := j.board.Rows[at].End; own.After(end) {
			end = own
		}
	}
	for _, at := range rows {
		j.add(&j.board.Rows[at], s, found[at], end)
	}
	if len(rows) == 0 {
		j.add(j.outside(s), s, NoMatch, end)
		rows = []int{j.others[who(s)]}
	}
	slices.Sort(doubts)
	for _, at := range slices.Compact(doubts) {
		if slices.Contains(rows, at) {
			continue
		}
		other := &j.board.Rows[at]
		other.Doubtful = true
		other.note(perhapsBy(s.Title))
		for _, row := range rows {
			j.board.Rows[row].note(perhapsFrom(other.Person))
		}
	}
}

// outside returns the row of a piece whose authors are not on the roster.
func (j *judge) outside(s Submission) *Row {
	if at, ok := j.others[who(s)]; ok {
		return &j.board.Rows[at]
	}
	j.others[who(s)] = len(j.board.Rows)
	row := Row{Person: Invited{Region: s.Region, Kind: s.Kind}, End: j.board.End}
	var names, positions []string
	for _, a := range s.Authors {
		names = append(names, a.Name)
		if a.Position != "" && !slices.Contains(positions, a.Position) {
			positions = append(positions, a.Position)
		}
	}
	row.Person.Name = strings.Join(names, "、")
	row.Person.Position = strings.Join(positions, "；")
	j.board.Rows = append(j.board.Rows, row)
	return &j.board.Rows[len(j.board.Rows)-1]
}

// who is equal for pieces by the same people of the same region.
func who(s Submission) string {
	if len(s.Authors) == 0 { // of a file that could not be read to its end
		return s.Path
	}
	key := s.Region
	for _, a := range s.Authors {
		key += "\x00" + plainName(cmp.Or(a.Key, a.Name))
	}
	return key
}

// add judges a submission by the end that holds for its authors.
func (j *judge) add(row *Row, s Submission, by Match, end time.Time) {
	p := Piece{Submission: s, By: by, Time: j.board.Call.timeOf(s.Received, end, j.board.Now, j.loc)}
	p.Notes = j.pieceNotes(row, p)
	row.Pieces = append(row.Pieces, p)
}

// stand decides about a row by all its pieces.
func (j *judge) stand(row *Row) {
	c, now := j.board.Call, j.board.Now
	switch {
	case len(row.Pieces) > 0:
		best := row.Pieces[0].Standing
		for _, p := range row.Pieces[1:] {
			best = min(best, p.Standing)
		}
		row.Standing = best
		if !row.Listed && len(c.Invited) > 0 {
			row.Standing = Unsolicited
		}
		if row.Person.Declined {
			row.note(declinedAndCame)
		}
		if n := len(row.Pieces); n > 1 {
			row.note(severalPieces(n))
		}
	case row.Person.Declined:
		row.Standing = Declined
	default:
		row.Standing = Missing
		if now.Before(row.End) {
			row.Left = row.End.Sub(now)
		} else {
			row.Overdue = now.Sub(row.End)
		}
	}
	if e := row.Person.Extension; !e.To.IsZero() {
		row.note(extendedTo(e))
	}
}

// count fills in the totals.
func (b *Board) count() {
	counted := map[string]bool{} // pieces by several people stand in several rows
	have := map[string]int{}
	total := 0
	for _, row := range b.Rows {
		region, kind := group(&b.Regions, row.Person.Region), group(&b.Kinds, row.Person.Kind)
		if row.Listed && row.Standing != Declined {
			for _, g := range []*Group{region, kind} {
				g.Invited++
				if len(row.Pieces) > 0 {
					g.In++
				}
			}
		}
		for _, p := range row.Pieces {
			if counted[p.Path] {
				continue
			}
			counted[p.Path] = true
			k := cmp.Or(p.Kind, row.Person.Kind)
			group(&b.Regions, cmp.Or(p.Region, row.Person.Region)).Pieces++
			group(&b.Kinds, k).Pieces++
			if p.Standing != Late && !p.Withdrawn {
				have[k]++
				total++
			}
		}
	}
	for _, w := range b.Call.Wanted {
		n := Need{Wanted: w, Have: have[w.Kind]}
		if w.Kind == "" {
			n.Have = total
		}
		n.Still = max(0, w.Pieces-n.Have)
		b.Needs = append(b.Needs, n)
	}
}

// group returns the group of a name, made where it is not there.
func group(groups *[]Group, name string) *Group {
	i := slices.IndexFunc(*groups, func(g Group) bool { return g.Name == name })
	if i < 0 {
		*groups = append(*groups, Group{Name: name})
		i = len(*groups) - 1
	}
	return &(*groups)[i]
}

// Count returns how many rows have a standing.
func (b Board) Count(s Standing) int {
	n := 0
	for _, row := range b.Rows {
		if row.Standing == s {
			n++
		}
	}
	return n
}

// LatePieces returns how many pieces are late, whoever sent them. Withdrawn ones
// do not count.
func (b Board) LatePieces() int {
	late := map[string]bool{} // pieces by several people stand in several rows
	for _, row := range b.Rows {
		for _, p := range row.Pieces {
			if p.Standing == Late && !p.Withdrawn {
				late[p.Path] = true
			}
		}
	}
	return len(late)
}

// Overdue returns how many people are missing although their own end has
// passed.
func (b Board) Overdue() int {
	n := 0
	for _, row := range b.Rows {
		if row.Standing == Missing && !b.Now.Before(row.End) {
			n++
		}
	}
	return n
}

// OnTime reports whether nobody is late, and nobody missing after the deadline.
func (b Board) OnTime() bool { return b.LatePieces() == 0 && b.Overdue() == 0 }

// Times returns the verdicts on all pieces by their paths.
func (b Board) Times() map[string]Time {
	times := map[string]Time{}
	for _, row := range b.Rows {
		for _, p := range row.Pieces {
			times[p.Path] = p.Time
		}
	}
	return times
}
