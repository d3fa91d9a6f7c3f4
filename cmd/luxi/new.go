package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/civil"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/slug"
)

func (a *app) newCommand() *cobra.Command {
	name := "<" + a.say("名称", "NAME") + ">"
	group := a.command("new", i18n.Text{
		ZH: "新建一个文件，填好就能发布",
		EN: "make a file, ready to fill in",
	}, "", nil)
	add := func(kind string, section document.Section, short i18n.Text, text func(draft) string) {
		group.AddCommand(a.command(kind, short, name, func(cmd *cobra.Command, args []string) error {
			return a.newFile(cmd, section, args[0], text)
		}))
	}
	add("essay", document.Essays, i18n.Text{ZH: "一篇文章，放进 content/essays/年份", EN: "an essay, in content/essays/YEAR"}, essayText)
	add("call", document.Calls, i18n.Text{ZH: "一则约稿启事，放进 content/calls", EN: "a call for submissions, in content/calls"}, callText)
	add("page", document.Pages, i18n.Text{ZH: "一个普通网页，放进 content/pages", EN: "a plain page, in content/pages"}, pageText)
	return group
}

// A draft is what a new file's text depends on.
type draft struct {
	title string
	today civil.Date
	site  config.Site
}

// newFile writes a new content file and says where it is. A file that exists
// is never touched.
func (a *app) newFile(cmd *cobra.Command, section document.Section, name string, text func(draft) string) error {
	name = strings.TrimSuffix(name, ".md")
	base := slug.From(name)
	if base == "" || base == "index" || strings.ContainsAny(name, `/\`) {
		return a.wrongUsage(cmd, "“%s”不能作文件名，请用汉字、字母或数字", "“%s” cannot be a file's name; use letters, Han characters or digits", name)
	}
	dir, err := a.sourceDir()
	if err != nil {
		return err
	}
	site, list, err := readSettings(dir)
	if err != nil {
		return err
	}
	if list.HasErrors() {
		a.status = statusColumn
		return a.printDiagnostics(list)
	}
	d := draft{title: name, today: a.today(site.Location), site: site}
	path := filepath.Join(dir, document.Root, string(section), base+".md")
	if section == document.Essays {
		path = filepath.Join(dir, document.Root, string(section), fmt.Sprint(d.today.Year), base+".md")
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf(a.say("%s 已经存在，没有改动它；请换一个名称", "%s exists and was not changed; choose another name"), shortPath(path))
	}
	if err := a.guard.whole(func() error { return writeNew(path, text(d)) }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, a.say("已新建 %s，打开它填写；写好后删去 draft = true 这一行。\n",
		"Made %s. Fill it in, and delete the line draft = true when it is done.\n"), shortPath(path))
	return err
}

// readSettings reads site.toml alone.
func readSettings(dir string) (config.Site, diag.List, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return config.Site{}, nil, err
	}
	defer root.Close()
	site, _, list, err := build.Settings(root.FS(), config.Override{})
	return site, list, err
}

func essayText(d draft) string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"%s\"\n", tomlText(d.title))
	b.WriteString("# subtitle = \"副标题\"\n")
	fmt.Fprintf(&b, "date = %s\ndraft = true\n", d.today)
	b.WriteString("# call = \"约稿启事的文件名\"\n# received = " + d.today.String() + "T09:00:00\n")
	b.WriteString(choice("region", d.site.Regions) + choice("kind", d.site.Kinds))
	b.WriteString("# tags = [\"标签\"]\n# summary = \"摘要，不写就取正文的开头\"\n# editors_note = \"编者按\"\n")
	b.WriteString("# editors = [\"责任编辑\"]\n# planners = [\"专题策划\"]\n# source = \"来源\"\n# edition = \"期次\"\n# page = \"版次\"\n")
	fmt.Fprintf(&b, "\n[[authors]]\nname = %q\nposition = %q\n+++\n\n%s，一段一行，段与段之间空一行。\n",
		document.PlaceholderName, document.PlaceholderPosition, document.PlaceholderText)
	return b.String()
}

// choice is a line to uncomment, with all that may stand in it.
func choice(key string, terms []config.Term) string {
	if len(terms) == 0 {
		return ""
	}
	var names []string
	for _, t := range terms {
		names = append(names, t.Name)
	}
	return fmt.Sprintf("# %s = \"%s\" # %s\n", key, tomlText(names[0]), strings.Join(names, "、"))
}

func callText(d draft) string {
	due := civil.DateOf(time.Date(d.today.Year, d.today.Month, d.today.Day+30, 12, 0, 0, 0, time.UTC))
	return fmt.Sprintf(`+++
title = "%s"
date = %s
draft = true
deadline = %s # 截稿时间：只写日期，就到当天 24 时为止
# opens = %s
# hosts = ["主办单位"] # 不写就用 site.toml 里的
# planners = ["专题策划"] # 不写就用 site.toml 里的
# mailbox = "name@126.com"
# telephone = ""
# link = "https://" # 二维码指向的网址，不写就用 site.toml 里的
# length = [1000, 1500] # 篇幅，从多少字到多少字
# grace = "2天" # 宽限：截稿以后照收，但标明
# wanted = [{ pieces = 12 }] # 需要多少篇

# 约稿名单，每人一段，写在各项的最后；不会发布。
# [[invited]]
# name = "姓名"
# position = "职务"
# contact = "电话、邮箱"
+++

在这里写约稿的主题和要求。
`, tomlText(d.title), d.today, due, d.today)
}

func pageText(d draft) string {
	return fmt.Sprintf("+++\ntitle = \"%s\"\ndraft = true\n# order = 1 # 在页首链接里的次序\n+++\n\n在这里写正文。\n", tomlText(d.title))
}
