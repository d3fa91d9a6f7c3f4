package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"

	"luxi/internal/civil"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/intake"
	"luxi/internal/slug"
)

// manuscriptsDir is where originals are kept, a folder for each year. It is the
// editors' own: no build reads it.
const manuscriptsDir = "manuscripts"

// sumsFile lists the originals of a year in the form of sha256sum, which can
// check them. Comments in it say what was made of each manuscript.
const sumsFile = "SHA256SUMS"

// An original is a file as it came.
type original struct {
	name   string
	data   []byte
	result intake.Result
	keptAt string // once it is written
}

// keptManuscripts are the originals of all years.
type keptManuscripts struct {
	files  map[string]string          // path by hash
	essays map[string][]importedEssay // what was made of a manuscript, by its hash
}

type importedEssay struct{ path, title string }

var (
	sumLine    = regexp.MustCompile(`^([0-9a-f]{64}) [ *](.+)$`)
	importLine = regexp.MustCompile(`^# ([0-9a-f]{64}) → (\S+) (.*)$`)
)

// readKept reads the lists of all years.
func readKept(root *os.Root) (keptManuscripts, error) {
	k := keptManuscripts{files: map[string]string{}, essays: map[string][]importedEssay{}}
	years, err := fs.ReadDir(root.FS(), manuscriptsDir)
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	} else if err != nil {
		return k, err
	}
	for _, year := range years {
		data, err := root.ReadFile(path.Join(manuscriptsDir, year.Name(), sumsFile))
		if err != nil {
			continue // not a year of ours
		}
		for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
			line := strings.TrimRight(lines.Text(), "\r")
			if m := sumLine.FindStringSubmatch(line); m != nil {
				k.files[m[1]] = path.Join(manuscriptsDir, year.Name(), m[2])
			} else if m := importLine.FindStringSubmatch(line); m != nil {
				title, _ := strconv.Unquote(m[3])
				k.essays[m[1]] = append(k.essays[m[1]], importedEssay{m[2], title})
			}
		}
	}
	return k, nil
}

// before returns the essay that was made of a manuscript. Of a file that holds
// several, the title tells them apart.
func (k keptManuscripts) before(sum, title string, several bool) (string, bool) {
	for _, e := range k.essays[sum] {
		if e.title == title || !several {
			return e.path, true
		}
	}
	return "", false
}

// place returns where the original of a file is kept, or will be.
func (k keptManuscripts) place(file *original, year int) string {
	if at, ok := k.files[file.result.SHA256]; ok {
		return at
	}
	if file.keptAt != "" {
		return file.keptAt
	}
	ext := strings.ToLower(path.Ext(file.name))
	if !plainExtension.MatchString(ext) {
		ext = ""
	}
	base := []rune(slug.From(strings.TrimSuffix(file.name, path.Ext(file.name))))
	name := cmp.Or(strings.Trim(string(base[:min(len(base), 40)]), "-"), "manuscript")
	return path.Join(manuscriptsDir, strconv.Itoa(year), name+"-"+file.result.SHA256[:8]+ext)
}

var plainExtension = regexp.MustCompile(`^\.[a-z0-9]{1,8}$`)

// write writes the original, the pictures, and last the essay: all of them or, where
// the editor stops the program, none.
func (i *importer) write(row *importRow, p proposal, file *original, keptAt string) error {
	return i.guard.whole(func() error {
		err := i.writeAll(row, p, file, keptAt)
		if err == nil {
			i.written++
		}
		return err
	})
}

func (i *importer) writeAll(row *importRow, p proposal, file *original, keptAt string) error {
	if err := i.keep(file, keptAt); err != nil {
		return err
	}
	row.Original = keptAt
	dir := path.Dir(row.Path)
	if err := i.root.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, picture := range p.draft.Pictures {
		at := path.Join(dir, picture.Name)
		if err := i.create(at, picture.Data, 0o644); err != nil && !errors.Is(err, fs.ErrExist) { // its name is its hash
			return err
		}
		row.Pictures = append(row.Pictures, at)
	}
	if err := i.create(row.Path, []byte(row.text), 0o644); err != nil {
		return err
	}
	i.kept.essays[row.SHA256] = append(i.kept.essays[row.SHA256], importedEssay{row.Path, row.Title})
	return i.append(keptAt, fmt.Sprintf("# %s → %s %q\n", row.SHA256, row.Path, row.Title))
}

// keep writes the untouched original and its sum, once.
func (i *importer) keep(file *original, keptAt string) error {
	if i.kept.files[file.result.SHA256] != "" {
		return nil
	}
	if err := i.root.MkdirAll(path.Dir(keptAt), 0o700); err != nil {
		return err
	}
	if err := i.create(keptAt, file.data, 0o600); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := i.append(keptAt, file.result.SHA256+"  "+path.Base(keptAt)+"\n"); err != nil {
		return err
	}
	file.keptAt = keptAt
	i.kept.files[file.result.SHA256] = keptAt
	return nil
}

// create writes a file that must not exist, and leaves none that is half
// written.
func (i *importer) create(name string, data []byte, mode fs.FileMode) error {
	f, err := i.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		err = errors.Join(err, i.root.Remove(name))
	}
	return err
}

// append adds a line to the list of the year of an original.
func (i *importer) append(keptAt, line string) error {
	name := path.Join(path.Dir(keptAt), sumsFile)
	f, err := i.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	return errors.Join(err, f.Close())
}

// callFrom makes a draft of the call for submissions that stood on a page,
// unless the column has one with that deadline or title.
func (i *importer) callFrom(row importRow, c *intake.Call, file *original) {
	if c == nil {
		return
	}
	row.notes, row.Letter, row.Title, row.Call = nil, nil, c.Title, true
	deadline, known := chineseDate(c.Deadline)
	today := i.today(i.in.Site.Location)
	id := strconv.Itoa(today.Year)
	if known {
		id = strconv.Itoa(deadline.Year)
	}
	for _, other := range i.in.Calls {
		if other.Title == c.Title && (!known || other.Deadline.Date == deadline) {
			row.State, row.Path = stateKnown, other.Path
			i.rows = append(i.rows, row)
			return
		}
	}
	row.Path = path.Join(document.Root, string(document.Calls), id+".md")
	for n := 2; i.exists(row.Path); n++ {
		row.Path = path.Join(document.Root, string(document.Calls), fmt.Sprintf("%s-%d.md", id, n))
	}
	row.text = importedCall(c, deadline, known, today)
	row.State = stateShown
	if !i.flags.dryRun && !i.flags.stdout {
		row.State = stateWritten
		err := i.root.MkdirAll(path.Dir(row.Path), 0o755)
		if err == nil {
			err = i.guard.whole(func() error { return i.create(row.Path, []byte(row.text), 0o644) })
		}
		if err != nil {
			row.State, row.failure = stateFailed, i.errorText(err)
		}
	}
	if !known {
		row.remarks = append(row.remarks, i18n.Text{ZH: "截稿时间“" + c.Deadline + "”待核", EN: "check the deadline “" + c.Deadline + "”"})
	}
	i.rows = append(i.rows, row)
}

var dateInChinese = regexp.MustCompile(`(\d{4})年(\d{1,2})月(\d{1,2})日`)

func chineseDate(s string) (civil.Date, bool) {
	m := dateInChinese.FindStringSubmatch(s)
	if m == nil {
		return civil.Date{}, false
	}
	moment, ok := civil.ParseMoment(fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3]))
	return moment.Date, ok
}

// importedCall writes the file of a call as a page has it.
func importedCall(c *intake.Call, deadline civil.Date, known bool, today civil.Date) string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"%s\"\ndate = %s # 刊登日期，请核对\ndraft = true # 看过以后删去这一行\n", tomlText(c.Title), today)
	if known {
		fmt.Fprintf(&b, "deadline = %s\n", deadline)
	} else {
		fmt.Fprintf(&b, "deadline = %s # 原文是“%s”，请改成日期\n", today, oneLine(c.Deadline))
	}
	list := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		var quoted []string
		for _, v := range values {
			quoted = append(quoted, `"`+tomlText(strings.TrimSpace(v))+`"`)
		}
		fmt.Fprintf(&b, "%s = [%s]\n", key, strings.Join(quoted, ", "))
	}
	list("hosts", c.Hosts)
	list("planners", c.Planners)
	for _, pair := range [][2]string{{"mailbox", c.Mailbox}, {"telephone", c.Telephone}} {
		if pair[1] != "" {
			fmt.Fprintf(&b, "%s = \"%s\"\n", pair[0], tomlText(pair[1]))
		}
	}
	b.WriteString("+++\n\n" + intake.Escape(c.Text) + "\n")
	return b.String()
}
