package view

// specimenURL leads from any specimen to one that is always there, because a
// view's addresses lead somewhere.
const specimenURL = "../essay/full.html"

const (
	pictureURL = "../" + SpecimenPicture
	pictureSet = pictureURL + " 480w, " + pictureURL + " 960w, " + pictureURL + " 1600w"
)

// longWord cannot be broken but where a theme breaks words.
const longWord = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

const (
	longTitle    = "从黄河滩到大运河：鲁西崛起的路怎么走、钱从哪里来、人往哪里去——一位在基层工作三十年的镇党委书记写给家乡的一封长信（上篇）"
	latinTitle   = "“" + longWord + "”与12345678901234567890号文件：GDP、R&D和AI"
	longSubtitle = "——兼谈县域经济的“四个关键环节”、乡村振兴示范片区的建设，以及城乡融合发展中青年人才返乡创业的若干问题与建议"
	longRegion   = "阳谷县张秋镇黄河滩区与大运河交汇地带乡村振兴联合示范推进片区" // of 30 characters
	longPosition = "中国人民政治协商会议某省某市某县委员会党组成员、副主席，某县工商业联合会（总商会）主席（会长），某省某集团股份有限公司党委书记、董事长兼总工程师"
	longText     = "摘要要有两三句话那么长，才看得出换行以后的样子。这是第二句，里面有2022年、5.3％这样的数字，有“引号”、（括号）和《书名号》。这是第三句，稍微长一点，好让它至少占满三行，再看看最后一行剩下一两个字的时候好不好看。"
)

// specimenTexts are the texts of fields: by the type or the field that holds
// them, or by their own name alone. Of several each item of a list has the next.
var specimenTexts = map[string][]string{
	"Title":        {longTitle, "短题", latinTitle, "让鲁西大地成为创业的热土"},
	"Subtitle":     {longSubtitle, "", "——副题", ""},
	"Summary":      {longText, "一句话的摘要。"},
	"Description":  {longText},
	"Position":     {longPosition, "某县县委书记", "", "Professor of Economics, University of Example"},
	"Essay.Region": {longRegion},
	"Region.Title": {longRegion},
	"Card.Region":  {longRegion, "", "东阿县"},
	"Kind.Title":   {"行业协会、商会和社会组织负责人"},
	"Author.Name":  {"郝学兰", "欧阳·买买提·阿卜杜拉", "王五", "Maximilian von Habsburg-Lothringen", "李明"},
	"Authors":      {"郝学兰", "欧阳·买买提·阿卜杜拉", "王五"},
	"Editors":      {"责编甲", "欧阳责编", "责编丙"},
	"Planners":     {"策划甲", "策划乙", "上官策划"},
	"Hosts":        {"中共某市委宣传部", "某市人民政府发展研究中心（某市改革和发展研究院）", "某某日报社"},
	"Tags":         {"乡村振兴", "县域经济", "R&D", "新旧动能转换", "5G", "营商环境"},
	"Tags.Title":   {"乡村振兴", "县域经济", "R&D", "新旧动能转换", "5G", "营商环境"},
	"Link.Title":   {"乡村振兴", "县域经济", "R&D", "新旧动能转换", "5G", "一个特别特别长的标签叫作黄河流域生态保护和高质量发展"},
	"Older.Title":  {longTitle},
	"Newer.Title":  {"短题"},
	"Call.Title":   {"“鲁西崛起大家谈”2022年第三季度约稿启事（面向县市区、企业、高校和基层一线）"},
	"Withdrawn.Notice": {
		"应作者要求，本文撤下。",
	},
	"EditorsNote": {longText},
	"Source":      {"某某日报·鲁西版"},
	"Edition":     {"2022年第214期（总第12345期）"},
	"PrintedPage": {"07版·大家谈"},

	"Site.Title":        {"鲁西崛起大家谈"},
	"Site.Publisher":    {"某某日报社某市分社"},
	"Site.Language":     {"zh-CN"},
	"Site.HomeURL":      {"../front/full.html"},
	"Site.Domain":       {"luxi.example.org"},
	"Site.Copyright":    {"© 2022 某某日报社　版权所有，未经书面授权不得转载"},
	"Site.ICP":          {"鲁ICP备12345678号-1"},
	"Site.PoliceRecord": {"鲁公网安备37150202000123号"},
	"Root":              {"../"},
	"Param.Name":        {"slogan", "weixin.name", "banners"},
	"Param.Value":       {"走在前、开新局", "某某新闻", "a.jpg"},

	"NavLink.Title": {"投稿须知"},
	"NavLink.URL": {
		"../front/full.html", "../list/all.html", "../terms/regions.html", "../terms/kinds.html",
		"../terms/contributors-strokes.html", "../terms/tags.html", "../terms/calls.html", "../page/full.html",
	},

	"Canonical":   {"https://luxi.example.org/essays/2022/specimen.html"},
	"AtomURL":     {"https://luxi.example.org/feed.xml"},
	"JSONURL":     {"https://luxi.example.org/feed.json"},
	"CalendarURL": {"https://luxi.example.org/calls/2022.ics"},
	"NoticeURL":   {"../notice/full.html"},
	"EssaysURL":   {"../list/call.html"},
	"AllURL":      {"../list/all.html"},
	"Notice.URL":  {"../call/open.html"},
	"Call.URL":    {"../call/open.html"},
	"Author.URL":  {"../list/contributor.html", ""},
	"Region.URL":  {"../list/region.html"},
	"Kind.URL":    {"../list/kind.html"},
	"Tags.URL":    {"../list/tag.html"},
	"Term.URL":    {"../list/region.html"},
	"Redirect.URL": {
		"../essay/full.html",
	},
	"OlderURL":     {"../list/numbered.html"},
	"UpURL":        {"../terms/regions.html"},
	"Image.URL":    {pictureURL},
	"Image.Srcset": {pictureSet},

	"Article.Column":    {"鲁西崛起大家谈"},
	"Article.Published": {"2022-08-01T00:00:00+08:00"},
	"Article.Modified":  {"2022-08-09T10:30:00+08:00"},
	"PubDate":           {"2022-08-01 00:00"},
	"UpDate":            {"2022-08-09 10:30"},
	"Section":           {longRegion},
	"Keywords":          {"乡村振兴", "县域经济", longRegion},
	"Article.Keywords":  {"乡村振兴,县域经济,郝学兰"},

	"ArticleLD.Context":     {"https://schema.org"},
	"ArticleLD.Type":        {"NewsArticle"},
	"ArticleLD.Headline":    {longTitle},
	"ArticleLD.Alternative": {longSubtitle},
	"ArticleLD.URL":         {"https://luxi.example.org/essays/2022/specimen.html"},
	"ArticleLD.Page":        {"https://luxi.example.org/essays/2022/specimen.html"},
	"ArticleLD.Published":   {"2022-08-01T00:00:00+08:00"},
	"ArticleLD.Modified":    {"2022-08-09T10:30:00+08:00"},
	"ArticleLD.Language":    {"zh-CN"},
	"PersonLD.Type":         {"Person"},
	"PersonLD.Name":         {"郝学兰", "欧阳·买买提·阿卜杜拉", "王五"},
	"PersonLD.JobTitle":     {longPosition, "某县县委书记"},
	"Publisher.Type":        {"Organization"},
	"Publisher.Name":        {"某某日报社某市分社"},

	"Date.Text":     {"2022年8月1日", "2022年12月31日"},
	"Date.ISO":      {"2022-08-01", "2022-12-31"},
	"Updated.Text":  {"2022年8月9日"},
	"Updated.ISO":   {"2022-08-09"},
	"AsOf.Text":     {"2022年8月1日"},
	"AsOf.ISO":      {"2022-08-01"},
	"Deadline.Text": {"2099年12月31日18:00"}, // far, or a theme's script would close the call
	"Deadline.ISO":  {"2099-12-31T18:00"},
	"Countdown.End": {"2099-12-31T18:00:00+08:00"},
	"Zone":          {"北京时间"},
	"Mailbox":       {"a-rather-long-mailbox-for-submissions@news.luxi.example.org"},
	"Telephone":     {"0635-8220000"},
	"TelephoneURL":  {"tel:06358220000"},
	"Call.Link":     {"https://luxi.example.org/calls/2022.html?from=notice"},

	"Call.State":       {"open"},
	"CallNotice.State": {"open"},
	"List.Of":          {"contributor"},
	"Terms.Of":         {"contributors"},
	"Terms.Order":      {"strokes"},
	"List.Name":        {"欧阳·买买提·阿卜杜拉"},
	"Term.Name":        {longRegion, "李明", "2022", "Habsburg-Lothringen", "5G"},
	"Redirect.Title":   {longTitle},
}

// specimenNumbers are the numbers of fields, and the lengths of lists.
var specimenNumbers = map[string]int{
	"Essay.Authors": 5, "Essay.Tags": 12, "Essay.SameRegion": 5, "Essay.SameAuthor": 5,
	"Front.Essays": 9, "List.Essays": 12, "List.Others": 12, "Terms.Terms": 24, "Call.Essays": 10,
	"Site.Hosts": 3, "Days": 3, "Least": 1000, "Most": 1500, "ReadingMinutes": 31,
	"Total": 1234, "Pages": 62, "Number": 0, "Image.Width": 1600, "Image.Height": 1200,
}

// required are the fields that every page has, whatever the column: an empty
// specimen has them and no others.
var required = map[string]bool{
	"Frame.Site": true, "Frame.Root": true, "Chrome.Head": true,
	"Site.Title": true, "Site.Language": true, "Site.HomeURL": true, "Site.Domain": true,
	"Head.AtomURL": true, "Head.JSONURL": true,
	"Front.AllURL": true,
	"Essay.Title":  true, "Essay.Date": true,
	"Date.Text": true, "Date.ISO": true,
	"Withdrawn.Date": true,
	"Call.Title":     true, "Call.State": true, "Call.Deadline": true, "Call.Zone": true,
	"Call.NoticeURL": true, "Call.CalendarURL": true,
	"Plain.Title": true,
	"List.Of":     true, "Terms.Of": true,
	"Redirect.URL": true,
}
