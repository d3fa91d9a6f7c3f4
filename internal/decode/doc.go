// Package decode reads the settings that editors write, site.toml and the
// front matter of manuscripts, into plain structs, and tells every mistake at
// its place: file, line and column, in the words of a newsroom.
//
// # Contract
//
// [Text.Into] fills a struct from one piece of TOML or YAML and returns all
// that is wrong with it. A struct's fields carry their keys:
//
//	type Front struct {
//		Title   string       `toml:"title,required" zh:"标题"`
//		Date    civil.Date   `toml:"date,required"  zh:"日期"`
//		Tags    []string     `toml:"tags"           zh:"标签"`
//		Authors []Author     `toml:"authors"        zh:"作者"`
//		Params  map[string]any `toml:"params"`
//	}
//
// The tag zh is the key's Chinese name: messages say it, and an editor who
// writes it instead of the key is told the key; further names may follow it
// after commas. Fields without a toml tag are
// ignored; an embedded struct without one lends its fields to the table round
// it. Types are string, bool, int, float64, [civil.Date], [civil.Moment],
// [time.Duration], structs, slices of these, map[string]any, and a pointer to
// any of them but slices and maps, which stays nil where the key is absent.
// Another type is a mistake of the program and panics at the first use of the
// struct, whatever the text.
//
// A required key must be there and not be blank. A struct that is no pointer
// counts as written even where its table is absent, so that the keys required
// in it are missed. In a map[string]any stand string, bool, int64, float64,
// [civil.Date], [civil.Moment], []any and map[string]any.
//
// Dates may stand in quotes; their years are 1900 to 2100. Durations are quoted, of whole numbers with
// units: "48h", "90m", "2d", "2天", "36小时", "1天12小时", "30分钟".
//
// YAML is typed by the field and not by YAML's guesses: 012, no and 1.10 are,
// for a string, the text as it was written; an empty value is an absent one.
//
// Of a statement that breaks the syntax the mistake is told, and the rest of
// the text is read as if it were not there, in YAML a whole setting of the
// outermost level; where a header is wrong, so that what follows may belong
// anywhere, nothing is filled.
//
// # What never happens here
//
// No input panics, hangs or exhausts the machine: size (256 KB) and nesting (32) are bounded
// before a parser sees the text. No string is changed: no width is folded, no
// Unicode form, no space. No date goes through the machine's time zone.
// Anchors and aliases of YAML are refused, not followed. Nothing is read from
// disk and nothing is known of what the keys mean. What is filled in holds no
// piece of the text, so that the text need not stay in memory.
//
// # Why there is a reader of its own
//
// BurntSushi/toml decides what is TOML. Most front matter has only keys, strings
// without escapes, dates and lists of these, and to read that much takes a
// fifth of the time. So a reader of this part goes first, and gives the text up
// to the parser at the first byte that is anything else; a fuzz target compares
// the two.
//
// # Why there is a scanner of its own
//
// The parser gives places only for syntax errors, in bytes, and often after the
// mistake; for values and for keys that no field wants it has none. So a small
// scanner finds where each key and value stands. It runs only when something has
// to be pointed at. It is more
// forgiving than the parser, so that in a text that the parser refuses it can
// say what an editor has typed there: a full-width colon, a date with strokes,
// a title without quotes. Where it sees nothing wrong, the parser's own words
// are told.
package decode
