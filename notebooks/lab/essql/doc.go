// Package essql reads Elasticsearch SQL and turns it into a statement of the embedded engine.
//
// Before it stands elastic with the text and the parameters of _sql; it reads index's mappings to know columns
// and types, and its statement runs over the columns of the indices' tables. The two dialects differ more than
// they look: names with dots, indices that are patterns, dates that compare with date math, an order by group
// keys, columns named after the text that made them. What the lab does not have is refused with line and column.
//
// The grammar is a part of Elasticsearch's own SqlBase.g4 (8.19): one SELECT over one pattern, SHOW, DESCRIBE
// and the SYS statements of its JDBC driver. There are no joins there either; subselects are left out.
package essql
