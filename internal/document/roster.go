package document

import (
	"luxi/internal/civil"
	"luxi/internal/deadline"
	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	// ExtensionTooEarly is reported here where no zone is needed to see it,
	// else by package column.
	ExtensionTooEarly = diag.Define("extension-before-deadline", diag.Error,
		i18n.Text{ZH: "{name}延期到 {to}，不晚于截稿时间 {deadline}", EN: "the extension of {name} to {to} does not end after the deadline {deadline}"},
		i18n.Text{ZH: "延期要晚于截稿时间；不延期的，删去 extended_to 这一行。", EN: "An extension ends after the deadline; who has none has no line extended_to."})
	extensionWithoutDate = diag.Define("extension-without-date", diag.Warning,
		i18n.Text{ZH: "{name}写了延期的原因或批准人，没有写延期到哪一天", EN: "{name} has a reason or a name for an extension, but no date"},
		i18n.Text{ZH: "加一行 extended_to = 2022-09-05 的样子；没有这一行，就没有延期。", EN: "Add a line like extended_to = 2022-09-05; without it there is no extension."})
	invitedTwice = diag.Define("invited-twice", diag.Warning,
		i18n.Text{ZH: "{name}在约稿名单上有两处", EN: "{name} is on the roster twice"},
		i18n.Text{ZH: "同一个人删去一处；不是同一个人的，各写不同的 region，或者不同的 key。现在按一个人算。", EN: "Delete one of them; two people have different regions or keys. As it is, they count as one."})
	unknownZone = diag.Define("unknown-zone", diag.Error,
		i18n.Text{ZH: "没有“{value}”这个时区", EN: "there is no time zone “{value}”"},
		i18n.Text{ZH: "北京时间写作 zone = \"Asia/Shanghai\"；不写 zone 这一行，就用 site.toml 里的 time_zone。", EN: "Use a name of the IANA database, such as Asia/Shanghai; without a zone, that of site.toml (time_zone) is taken."})
	mixedOffsets = diag.Define("mixed-offsets", diag.Warning,
		i18n.Text{ZH: "这里的时间没有写时区，另一处的写了", EN: "this time has no offset from UTC, while another one has"},
		i18n.Text{ZH: "同一则约稿里的钟点要么都写（如 +08:00），要么都不写；不写就是栏目的时区。", EN: "Give all times of a call an offset, such as +08:00, or none of them; without one it is the zone of the call or the column."})
	badWanted = diag.Define("bad-wanted", diag.Error,
		i18n.Text{ZH: "需要的篇数不能小于 0", EN: "the number of pieces wanted cannot be below 0"},
		i18n.Text{ZH: "写整数；不限篇数的类别不用写。", EN: "Write a whole number; a kind without a number need not be here."})
	doubleWanted = diag.Define("wanted-twice", diag.Error,
		i18n.Text{ZH: "同一类别的篇数写了两次", EN: "the number wanted of one kind is written twice"},
		i18n.Text{ZH: "只留一处。", EN: "Keep one of them."})
)

// Rules returns what decides about time in a call, and its roster.
func (c Call) Rules() deadline.Call {
	rules := deadline.Call{Opens: c.Opens, Deadline: c.Deadline, Grace: c.Grace, Length: c.Length}
	for _, w := range c.Wanted {
		rules.Wanted = append(rules.Wanted, deadline.Wanted(w))
	}
	for _, p := range c.Invited {
		rules.Invited = append(rules.Invited, deadline.Invited{
			Name: p.Name, Key: p.Key, Position: p.Position, Region: p.Region, Kind: p.Kind, Contact: p.Contact,
			Extension: deadline.Extension{To: p.ExtendedTo, Reason: p.ExtendedReason, By: p.ExtendedBy},
			Declined:  p.Declined,
		})
	}
	return rules
}

// checkRoster checks what a call says to its editors only.
func checkRoster(front decode.Text, c Call, list *diag.List) {
	if _, ok := civil.Zone(c.Zone); c.Zone != "" && !ok {
		list.Add(unknownZone.At(front.Value("zone"), diag.Arg("value", c.Zone)))
	}
	checkWanted(front, c.Wanted, list)
	for i, p := range c.Invited {
		to := front.Value("invited", i, "extended_to")
		switch {
		case p.ExtendedTo.IsZero() && p.ExtendedReason+p.ExtendedBy != "":
			key := "extended_by"
			if p.ExtendedReason != "" {
				key = "extended_reason"
			}
			list.Add(extensionWithoutDate.At(front.Value("invited", i, key), diag.Arg("name", p.Name)))
		case endsBefore(p.ExtendedTo, c.Deadline):
			list.Add(ExtensionTooEarly.At(to, diag.Arg("name", p.Name),
				diag.Arg("to", p.ExtendedTo), diag.Arg("deadline", c.Deadline)).Also(front.Value("deadline")))
		}
	}
	for i, first := range deadline.Twice(c.Rules().Invited) {
		if first >= 0 {
			list.Add(invitedTwice.At(front.Value("invited", i, "name"), diag.Arg("name", c.Invited[i].Name)).
				Also(front.Value("invited", first, "name")))
		}
	}
	checkOffsets(front, c, list)
}

func checkWanted(front decode.Text, wanted []Wanted, list *diag.List) {
	seen := map[string]int{}
	for i, w := range wanted {
		if w.Pieces < 0 {
			list.Add(badWanted.At(front.Value("wanted", i, "pieces")))
		}
		if first, ok := seen[w.Kind]; ok {
			list.Add(doubleWanted.At(front.Value("wanted", i)).Also(front.Value("wanted", first)))
			continue
		}
		seen[w.Kind] = i
	}
}

// checkOffsets warns of a time of day without an offset next to one with: what
// looks alike is read in two zones.
func checkOffsets(front decode.Text, c Call, list *diag.List) {
	type written struct {
		civil.Moment
		path []any
	}
	all := []written{{c.Opens, []any{"opens"}}, {c.Deadline, []any{"deadline"}}}
	for i, p := range c.Invited {
		all = append(all, written{p.ExtendedTo, []any{"invited", i, "extended_to"}})
	}
	var with, without []written
	for _, w := range all {
		switch {
		case w.HasOffset:
			with = append(with, w)
		case w.HasClock:
			without = append(without, w)
		}
	}
	if len(with) == 0 {
		return
	}
	for _, w := range without {
		list.Add(mixedOffsets.At(front.Value(w.path...)).Also(front.Value(with[0].path...)))
	}
}
