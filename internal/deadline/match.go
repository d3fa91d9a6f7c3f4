package deadline

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// A Match says by what a piece's author was found on the roster.
type Match int

// The matches. A contributor's key is certain. Without one, the name and the
// region decide; a name alone does where the region is written on one side only
// and nobody else of that name could be meant.
const (
	NoMatch Match = iota
	ByKey
	ByNameAndRegion
	ByName
)

// plainName takes from a name what people vary: the spaces that set a name of
// two characters as wide as one of three (王　强), and the forms of the dot in
// names of other languages.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case strings.ContainsRune("•・‧．∙", r):
			return '·'
		}
		return r
	}, name)
}

// A register finds people on the roster, everybody once.
type register struct {
	people []Invited
	byKey  map[string]int
	byName map[string][]int // plain names
}

func newRegister(people []Invited) register {
	r := register{people: people, byKey: map[string]int{}, byName: map[string][]int{}}
	for i, p := range people {
		if p.Key != "" {
			r.byKey[p.Key] = i
		}
		if name := plainName(p.Name); name != "" {
			r.byName[name] = append(r.byName[name], i)
		}
	}
	return r
}

// find looks for an author of a piece from a region. Where several people could
// be meant it returns them and decides nothing; and where only somebody of the
// same name from another region is there, or with another key, that one as a
// doubt.
func (r register) find(a Author, region string) (at int, by Match, doubts []int) {
	if at, ok := r.byKey[a.Key]; ok {
		return at, ByKey, nil
	}
	var same, nearly, other, keyed []int
	for _, i := range r.byName[plainName(a.Name)] {
		p := r.people[i]
		switch {
		case a.Key != "" && p.Key != "": // two people, or a key that is typed wrong
			if p.Region == region || p.Region == "" || region == "" {
				keyed = append(keyed, i)
			}
		case p.Region == region && region != "":
			same = append(same, i)
		case p.Region == "" || region == "":
			nearly = append(nearly, i)
		default:
			other = append(other, i)
		}
	}
	switch {
	case len(keyed) > 0:
		return -1, NoMatch, slices.Concat(same, nearly, keyed)
	case len(same) == 1:
		return same[0], ByNameAndRegion, nil
	case len(same) > 1:
		return -1, NoMatch, same
	case len(nearly) == 1 && len(other) == 0:
		return nearly[0], ByName, nil
	case len(nearly) == 1 && region != "": // the others are from elsewhere, this one may be from anywhere
		return nearly[0], ByName, nil
	}
	return -1, NoMatch, append(nearly, other...)
}

// unique merges people who are on the roster twice. It returns the roster
// without the second entries and, for each of its people, how often the person
// stands there.
func unique(invited []Invited, loc *time.Location) (people []Invited, times []int) {
	for _, p := range invited {
		i := indexOf(people, p)
		if i < 0 {
			people, times = append(people, p), append(times, 1)
			continue
		}
		people[i] = merge(people[i], p, loc)
		times[i]++
	}
	return people, times
}

// Twice returns, for every entry of a roster, the index of an earlier one for
// the same person, or -1.
func Twice(invited []Invited) []int {
	out := make([]int, len(invited))
	for i, p := range invited {
		out[i] = indexOf(invited[:i], p)
	}
	return out
}

// indexOf finds a person.
func indexOf(people []Invited, p Invited) int {
	return slices.IndexFunc(people, func(q Invited) bool { return Same(p, q) })
}

// Same reports whether two entries mean one person: by the key where both have
// one, else by name and region.
func Same(p, q Invited) bool {
	if p.Key != "" && q.Key != "" {
		return p.Key == q.Key
	}
	name := plainName(p.Name)
	return name != "" && name == plainName(q.Name) && p.Region == q.Region
}

// merge puts two entries for one person together, in the person's favour: the
// later extension counts, and who declined in one of them is left alone.
func merge(p, q Invited, loc *time.Location) Invited {
	for _, f := range []struct{ to, from *string }{
		{&p.Key, &q.Key}, {&p.Position, &q.Position}, {&p.Region, &q.Region}, {&p.Kind, &q.Kind}, {&p.Contact, &q.Contact},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if !q.Extension.To.IsZero() && (p.Extension.To.IsZero() || q.Extension.To.Deadline(loc).After(p.Extension.To.Deadline(loc))) {
		p.Extension = q.Extension
	}
	p.Declined = p.Declined || q.Declined
	return p
}

// namesakes returns who has not declined and may be the same person as one who
// has: the name is the same, and one of the two has no region.
func namesakes(people []Invited, declined Invited) (out []int) {
	for i, p := range people {
		if !p.Declined && plainName(p.Name) != "" && plainName(p.Name) == plainName(declined.Name) &&
			(p.Key == "" || declined.Key == "") && p.Region != declined.Region && (p.Region == "" || declined.Region == "") {
			out = append(out, i)
		}
	}
	return out
}
