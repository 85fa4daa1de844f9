# Builds the web site with pkgdown into output/site. No request is made, and the pages refer to no other host but in
# the links of their text: pkgdown/templates/head.html takes the place of pkgdown's own, which loads scripts from other
# hosts, and what is missing then is done here (lists of contents, formulas, dark colours) and in pkgdown/extra.js.

# In the C locale of a bare machine the pages would lose all letters that are not ASCII.
if (!l10n_info()[["UTF-8"]]) {
  Sys.setenv(LC_ALL = "C.UTF-8")
  invisible(Sys.setlocale("LC_ALL", "C.UTF-8"))
}

site <- file.path(getwd(), "output", "site")
unlink(site, recursive = TRUE)
dir.create(site, recursive = TRUE)

# pkgdown writes beside the vignettes while it works: it gets a copy.
stage <- file.path(tempfile(), "leakyrelu")
dir.create(stage, recursive = TRUE)
invisible(file.copy(setdiff(list.files(), c("check", "output")), stage, recursive = TRUE, copy.date = TRUE))

# The page with the licence: R's text of it, filled in.
licence <- paste(readLines(file.path(R.home("share"), "licenses", "MIT")), collapse = "\n")
licence <- sub(".*\\*{9,}\n", "# MIT License\n", licence)
facts <- read.dcf("LICENSE")
for (name in colnames(facts)) licence <- sub(paste0("<", name, ">"), facts[, name], licence, fixed = TRUE)
writeLines(licence, file.path(stage, "LICENSE.md"))

# The style sheet in dark colours, for readers whose system is dark.
options(pkgdown.internet = FALSE)
dark <- list(bslib = list(bg = "#16181d", fg = "#e3e6ea", primary = "#7db3ff"), theme = "a11y-dark")
dark_site <- tempfile()
pkgdown::init_site(pkgdown::as_pkgdown(stage, override = list(destination = dark_site, template = dark)))

# A proxy that is not there: links to the help of other packages are made from what is installed, not from their sites.
Sys.setenv(http_proxy = "http://127.0.0.1:9", https_proxy = "http://127.0.0.1:9")
pkgdown::build_site(stage, override = list(destination = site), preview = FALSE, install = FALSE, new_process = FALSE)
dir.create(file.path(site, "deps", "dark"))
invisible(file.copy(Sys.glob(file.path(dark_site, "deps", "bootstrap-*", "bootstrap.min.css")),
                    file.path(site, "deps", "dark")))

# Drawn by examples and shown on no page.
invisible(file.remove(Sys.glob(file.path(site, "reference", "Rplot*.png"))))

pages <- list.files(site, pattern = "[.]html$", recursive = TRUE)

# The list of contents: headings of the second level, and below each those of the third.
contents <- function(page) {
  headings <- xml2::xml_find_all(page, "//main//*[self::h2 or self::h3][@id]")
  items <- sprintf("<li><a class='nav-link' href='#%s'>%s</a>", xml2::xml_attr(headings, "id"),
                   escaped(trimws(xml2::xml_text(headings))))
  chapter <- cumsum(xml2::xml_name(headings) == "h2")
  list_of <- function(items) paste0("<ul class='nav flex-column'>", paste0(items, "</li>", collapse = ""), "</ul>")
  list_of(tapply(items, chapter, function(x) paste0(x[1L], if (length(x) > 1L) list_of(x[-1L]))))
}

escaped <- function(text) gsub("<", "&lt;", gsub("&", "&amp;", text, fixed = TRUE), fixed = TRUE)

mend <- function(file) {
  page <- xml2::read_html(file.path(site, file), encoding = "UTF-8")
  find <- function(...) xml2::xml_find_all(page, paste0(...))

  toc <- find("//nav[@id='toc'][not(.//a)]")
  if (length(toc)) {
    if (length(find("//main//h2[@id]"))) {
      xml2::xml_add_child(toc[[1L]], xml2::read_xml(contents(page)))
      body <- find("//body")
      xml2::xml_set_attr(body, "data-bs-spy", "scroll")
      xml2::xml_set_attr(body, "data-bs-target", "#toc")
    } else {
      xml2::xml_remove(toc)
    }
  }

  xml2::xml_remove(find("//img[@class='logo'][@src='']"))
  xml2::xml_set_attr(find("//*[@id='']"), "id", NULL)
  for (picture in find("//img[not(@alt) or @alt='']")) {
    caption <- xml2::xml_find_first(picture, "ancestor::figure/figcaption | ancestor::div[@class='figure']/p")
    # The plots of examples in the help can have no text of their own.
    if (is.na(caption) && startsWith(file, "reference/")) caption <- find("//h1")[[1L]]
    if (!is.na(caption)) xml2::xml_set_attr(picture, "alt", xml2::xml_text(caption, trim = TRUE))
  }

  # README.md links files of the project: what is no page of the site stands without a link.
  for (link in find("//main//a[@href]")) {
    href <- xml2::xml_attr(link, "href")
    target <- file.path(dirname(file), sub("#.*", "", href))
    if (grepl("^vignettes/.*[.]Rmd", href)) {
      xml2::xml_set_attr(link, "href", sub("^vignettes/(.*)[.]Rmd", "articles/\\1.html", href))
    } else if (!file.exists(file.path(site, target)) && file.exists(file.path(stage, target))) {
      xml2::xml_set_attr(link, "href", NULL)
    }
  }
  xml2::write_html(page, file.path(site, file), format = FALSE)
}
for (file in pages) mend(file)

# Formulas: what stands between \( and \), outside of code, becomes MathML, which browsers show by themselves.
read_page <- function(file) paste(readLines(file.path(site, file), encoding = "UTF-8"), collapse = "\n")
formula <- "(?s)<(pre|code|script)\\b.*?</\\1>(*SKIP)(*F)|\\\\\\(.+?\\\\\\)|\\\\\\[.+?\\\\\\]|\\$\\$.+?\\$\\$"
texts <- lapply(pages, read_page)
places <- lapply(texts, gregexpr, pattern = formula, perl = TRUE)
formulas <- unique(unlist(Map(regmatches, texts, places)))

mathml <- function(formulas) {
  latex <- substr(formulas, 3L, nchar(formulas) - 2L)
  for (code in list(c("&lt;", "<"), c("&gt;", ">"), c("&amp;", "&"))) {
    latex <- gsub(code[1L], code[2L], latex, fixed = TRUE)
  }
  mark <- ifelse(startsWith(formulas, "\\("), "$", "$$")
  files <- tempfile(fileext = c(".md", ".html"))
  writeLines(enc2utf8(paste0(mark, trimws(latex), mark, "\n")), files[1L], useBytes = TRUE)
  rmarkdown::pandoc_convert(files[1L], to = "html", from = "markdown", output = files[2L], options = "--mathml")
  html <- xml2::read_html(files[2L], encoding = "UTF-8")
  found <- as.character(xml2::xml_find_all(html, "//math"))
  if (length(found) != length(formulas)) stop("pandoc could not convert all of: ", toString(formulas))
  found
}
if (length(formulas)) {
  converted <- mathml(formulas)
  for (i in seq_along(pages)) {
    regmatches(texts[[i]], places[[i]]) <- lapply(regmatches(texts[[i]], places[[i]]),
                                                  function(x) converted[match(x, formulas)])
    writeLines(enc2utf8(texts[[i]]), file.path(site, pages[i]), useBytes = TRUE)
  }
}

# The search index, as a script: the text under each heading. pkgdown's own leaves out common words.
sections_of <- function(file) {
  page <- xml2::read_html(file.path(site, file), encoding = "UTF-8")
  heading <- "self::h1 or self::h2 or self::h3"
  nodes <- xml2::xml_find_all(page, sprintf(
    "//main//*[%s] | //main//text()[not(ancestor::*[%s or self::annotation])]", heading, heading
  ))
  is_heading <- xml2::xml_name(nodes) != "text"
  headings <- nodes[is_heading]
  section <- cumsum(is_heading)[!is_heading]
  text <- tapply(xml2::xml_text(nodes[!is_heading]), factor(section, seq_along(headings)), paste, collapse = "")
  title <- sub(" \u2022 leakyrelu$", "", xml2::xml_text(xml2::xml_find_first(page, "//title")))
  data.frame(path = file, id = xml2::xml_attr(headings, "id"), title = title,
             what = xml2::xml_text(headings, trim = TRUE), text = trimws(gsub("[[:space:]]+", " ", text)))
}
listings <- c("404.html", "articles/index.html", "reference/index.html")
listed <- setdiff(pages, listings)
listed <- listed[order(match(dirname(listed), c("reference", "articles", ".", "news")))]
index <- do.call(rbind, lapply(listed, sections_of))
writeLines(enc2utf8(paste0("const searchIndex = ", jsonlite::toJSON(index), ";")), file.path(site, "search.js"),
           useBytes = TRUE)

# What nothing uses: the sitemap would need an address.
unlink(file.path(site, c("pkgdown.js", "search.json", "sitemap.xml", "deps/data-deps.txt")))
cat("\noutput/site/index.html is the site.\n")
