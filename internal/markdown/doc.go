// Package markdown turns the Markdown of one file into a [Body].
package markdown
