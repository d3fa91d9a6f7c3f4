package intake

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// The reasons why a file is refused. Each says what the file is and what to ask
// the author for.
var (
	emptyFile = diag.Define("manuscript-empty", diag.Error,
		i18n.Text{ZH: "附件是空的，0 字节", EN: "the file is empty: 0 bytes"},
		i18n.Text{ZH: "请作者重新发送。", EN: "Ask the author to send it again."})
	fileTooLarge = diag.Define("manuscript-size", diag.Error,
		i18n.Text{ZH: "文件太大：{size}，上限 {limit}", EN: "the file is too large: {size} of at most {limit}"},
		i18n.Text{ZH: "多半是图片没有压缩；请作者把文字和图片分开发送。", EN: "Probably its pictures are not compressed; ask the author to send text and pictures apart."})
	brokenFile = diag.Define("manuscript-broken", diag.Error,
		i18n.Text{ZH: "附件不完整：{reason}", EN: "the file is incomplete: {reason}"},
		i18n.Text{ZH: "请作者重新发送；在电脑上能打开的，另存为 .docx 再发。", EN: "Ask the author to send it again; if it opens in Word, save it anew as .docx."})
	encrypted = diag.Define("manuscript-encrypted", diag.Error,
		i18n.Text{ZH: "文件已加密码，打不开", EN: "the file is encrypted with a password"},
		i18n.Text{ZH: "请作者去掉密码后重发。", EN: "Ask the author to remove the password and send it again."})
	wrongFormat = diag.Define("manuscript-format", diag.Error,
		i18n.Text{ZH: "这是{format}，不是能读的稿件", EN: "this is {format}, which cannot be read"},
		i18n.Text{ZH: "请作者改发 .docx 或纯文本：在 Word 或 WPS 里打开，“另存为”选“Word 文档（.docx）”。", EN: "Ask the author for .docx or plain text: open it in Word or WPS and save it as a Word document (.docx)."})
	notWord = diag.Define("manuscript-not-word", diag.Error,
		i18n.Text{ZH: "这是{format}，不是 Word 文档", EN: "this is {format} and no Word document"},
		i18n.Text{ZH: "请作者在原来的软件里另存为 .docx，或者把文字粘贴到邮件正文里。", EN: "Ask the author to save it as .docx, or to paste the text into a mail."})
	archive = diag.Define("manuscript-archive", diag.Error,
		i18n.Text{ZH: "这是压缩包（{format}），里面的文件没有读", EN: "this is an archive ({format}); nothing in it was read"},
		i18n.Text{ZH: "解压以后，导入里面的文件；或者请作者把稿件直接作附件发送。", EN: "Unpack it and import what is in it, or ask the author to attach the manuscript itself."})
	hasDTD = diag.Define("manuscript-dtd", diag.Error,
		i18n.Text{ZH: "文件含被禁止的 DTD，已拒收（{part}）", EN: "the file holds a DTD, which is forbidden; it is refused ({part})"},
		i18n.Text{ZH: "正常的 Word 文件里没有 DTD。请向作者核实，另存为新的 .docx 再发。", EN: "No Word file has a DTD. Ask the author whether it is theirs, and for a new .docx."})
	tooMuch = diag.Define("manuscript-limit", diag.Error,
		i18n.Text{ZH: "{what}超过上限 {limit}，已拒收", EN: "{what}: more than {limit}; the file is refused"},
		i18n.Text{ZH: "正常的文章到不了这个数。请向作者核实；是作者的，另存为新的 .docx 再发。", EN: "No essay comes near to it. Ask the author whether it is theirs, and for a new .docx."})
	noText = diag.Define("manuscript-no-text", diag.Error,
		i18n.Text{ZH: "文件里没有文字", EN: "there is no text in the file"},
		i18n.Text{ZH: "可能是扫描件或图片；请作者发文字稿。", EN: "It may be a scan or a picture; ask the author for the text."})
	unknownEncoding = diag.Define("manuscript-encoding", diag.Error,
		i18n.Text{ZH: "认不出是哪种编码的文字", EN: "the encoding of the text cannot be told"},
		i18n.Text{ZH: "这可能不是文本文件，或者已经损坏。请作者改发 .docx。", EN: "It may not be text, or be damaged. Ask the author for .docx."})
	readerFailed = diag.Define("manuscript-reader", diag.Error,
		i18n.Text{ZH: "读这个文件时程序内部出错", EN: "the program failed while it read this file"},
		i18n.Text{ZH: "请把文件交给技术人员；稿件可以先另存为 .docx 再试。", EN: "Send the file to the developers; meanwhile, save it anew as .docx and try again."})
)

// What an editor should know of how a manuscript was read.
var (
	leftOutMacros    = left("left-macros", "文件带宏，没有执行，也没有导入", "the file has macros, which were neither run nor imported")
	leftOutChunk     = left("left-altchunk", "{place}：嵌入的另一份文档（altChunk）没有导入", "{place}: another document embedded here (altChunk) was not imported")
	leftOutObject    = left("left-object", "{place}：嵌入的对象（OLE，如表格、公式）没有导入", "{place}: an embedded object (OLE, such as a sheet or formula) was not imported")
	leftOutExternal  = left("left-external-picture", "{place}：外部链接的图片没有下载", "{place}: a picture that is only linked was not fetched")
	leftOutPicture   = left("left-picture", "{place}：图片没有导入（{reason}）", "{place}: a picture was not imported ({reason})")
	leftOutComments  = left("left-comments", "稿件里有 {count} 处批注，没有导入", "the manuscript has comments ({count}), which were not imported")
	leftOutHidden    = left("left-hidden", "{place}：隐藏的文字没有导入：“{text}”", "{place}: hidden text was not imported: “{text}”")
	leftOutLink      = left("left-link", "{place}：链接“{dest}”不安全，只留文字", "{place}: the link “{dest}” is not safe; only its text stays")
	leftOutNotes     = left("left-notes", "脚注超过 {limit} 条，其余没有导入", "more than {limit} notes; the rest was not imported")
	leftOutSymbol    = left("left-symbol", "{place}：字体“{font}”的专用符号 {char} 认不出，写成了“〓”", "{place}: the symbol {char} of the font “{font}” is not known; “〓” stands for it")
	leftOutRevision  = left("left-doc-revisions", "旧版 .doc 只取出文字：自动编号和图片没有，作者用修订删去的话可能还在里面", "of an old .doc only the text is read: automatic numbers and pictures are not, and words that the author deleted as tracked changes may be in it")
	leftOutStyle     = left("left-script", "{place}：上标或下标的“{text}”按普通文字排了", "{place}: “{text}”, a superscript or subscript, is set as plain text")
	leftOutRuby      = left("left-ruby", "{place}：注音“{text}”没有导入", "{place}: the ruby “{text}” was not imported")
	leftOutFormula   = left("left-formula", "{place}：公式只取出了文字", "{place}: of a formula only the text is kept")
	textBoxMoved     = left("moved-textbox", "{place}：这是文本框里的文字，放在了它所在段落的前面", "{place}: this is the text of a text box; it stands before the paragraph that held it")
	revisionsApplied = diag.Define("revisions-accepted", diag.Note,
		i18n.Text{ZH: "{place}：有修订，增加的留下，删去的没有导入", EN: "{place}: tracked changes; what was inserted stays, what was deleted was left out"},
		i18n.Text{ZH: "修订没有定稿的，请同作者核实。", EN: "Ask the author whether they are final."})
	tableFlattened = diag.Define("table-flattened", diag.Warning,
		i18n.Text{ZH: "{place}：表格里一格有几段或套着表格，并成了一段", EN: "{place}: cells with several paragraphs or a table in them; each was made one paragraph"},
		i18n.Text{ZH: "对照原稿看一看表格。", EN: "Compare the table with the original."})
	damagedChar = diag.Define("damaged-char", diag.Warning,
		i18n.Text{ZH: "{place}：有乱码字符或看不见的控制字符，已写成“〓”", EN: "{place}: damaged or control characters; “〓” stands for each"},
		i18n.Text{ZH: "对照原稿补上。", EN: "Put them back from the original."})
	alarmInDoubt = diag.Define("text-not-kept", diag.Error,
		i18n.Text{ZH: "{place}：写成 Markdown 以后同原文不一致", EN: "{place}: as Markdown the text does not come back as it was"},
		i18n.Text{ZH: "请对照原稿改这一段，并把稿件交给技术人员。", EN: "Correct it from the original, and send the manuscript to the developers."})

	guessedTitle = guess("guess-title", "标题是推断的：“{text}”，{reason}", "the title is a guess: “{text}”, {reason}")
	guessedSub   = guess("guess-subtitle", "副标题是推断的：“{text}”", "the subtitle is a guess: “{text}”")
	guessedBy    = guess("guess-byline", "作者取自“{text}”", "the author is read from “{text}”")
	noByline     = diag.Define("guess-no-byline", diag.Warning,
		i18n.Text{ZH: "稿件里没有找到署名", EN: "no byline was found in the manuscript"},
		i18n.Text{ZH: "把作者的姓名和职务写进 [[authors]]。", EN: "Write name and position under [[authors]]."})
	guessedCode   = guess("guess-encoding", "文字的编码是推断的：{encoding}", "the encoding of the text is a guess: {encoding}")
	guessedHTML   = guess("guess-html", "这其实是网页（HTML），取出了其中的文字", "this is a web page (HTML); its text was taken")
	unwrapped     = guess("join-wrapped", "原文在固定的宽度换行，同一段的各行已接起来", "the lines break at a fixed width; those of one paragraph were joined")
	joined        = guess("join-cut", "{place}：同被分栏截断的下一段接起来了：“{before}｜{after}”", "{place}: joined to the next, which a column had cut off: “{before}｜{after}”")
	droppedDouble = guess("join-repeated", "{place}：重复的一段只留一处：“{text}”", "{place}: a repeated paragraph was kept once: “{text}”")
	severalEssays = diag.Define("several-essays", diag.Warning,
		i18n.Text{ZH: "{place}：这里又有标题，前面有署名：这份稿件像是有几篇文章", EN: "{place}: another title behind a byline: there seem to be several essays in this file"},
		i18n.Text{ZH: "用 luxi import --split 拆成几篇。", EN: "Use luxi import --split to part them."})
)

// left defines a warning that something of the manuscript is not in the draft.
func left(code, zh, en string) *diag.Kind {
	return diag.Define(code, diag.Warning, i18n.Text{ZH: zh, EN: en},
		i18n.Text{ZH: "需要的话，对照原稿补上。", EN: "Take it from the original if it is needed."})
}

// guess defines a note of what was inferred, for the editor to look at.
func guess(code, zh, en string) *diag.Kind {
	return diag.Define(code, diag.Note, i18n.Text{ZH: zh, EN: en}, i18n.Text{})
}
