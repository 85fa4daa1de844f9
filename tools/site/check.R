# Checks the site in output/site: every link and anchor within it resolves, every picture has an alternative text, no
# script, style, font or picture comes from another host, and the search index names only what is there. In Chromium,
# at the widths of a desktop and a phone, in light and dark colours: no page is wider than the window, text stands out
# from its background (a contrast of 4.5), and a search finds a page. Faults are printed as FILE: what.

site <- normalizePath(file.path("output", "site"))
files <- list.files(site, recursive = TRUE)
pages <- grep("[.]html$", files, value = TRUE)
html <- lapply(setNames(nm = pages), function(page) xml2::read_html(file.path(site, page), encoding = "UTF-8"))
ids <- lapply(html, function(page) xml2::xml_text(xml2::xml_find_all(page, "//@id")))
attribute <- function(page, xpath) xml2::xml_text(xml2::xml_find_all(page, xpath))

# "a/../b.html" is "b.html", "a/" is "a/index.html", "" is the page itself.
resolve <- function(path, page) {
  if (path == "") return(page)
  if (endsWith(path, "/")) path <- paste0(path, "index.html")
  parts <- character()
  for (part in strsplit(file.path(dirname(page), path), "/")[[1L]]) {
    if (part == ".." && !length(parts)) return(path)
    parts <- if (part == "..") parts[-length(parts)] else c(parts, setdiff(part, c(".", "")))
  }
  paste(parts, collapse = "/")
}

is_foreign <- function(link) grepl("^([a-z]+:|//)", link)

broken <- function(link, page) {
  path <- URLdecode(sub("[?#].*", "", link))
  anchor <- if (grepl("#", link)) URLdecode(sub("^[^#]*#", "", link)) else ""
  target <- resolve(path, page)
  if (startsWith(path, "/") || !target %in% files) return(TRUE)
  anchor != "" && target %in% pages && !anchor %in% ids[[target]]
}

faults_of <- function(page) {
  doc <- html[[page]]
  links <- attribute(doc, "//a/@href[. != '#'] | //area/@href")
  parts <- attribute(doc, "//@src | //link/@href | //@srcset | //object/@data | //use/@href")
  own <- Filter(Negate(is_foreign), c(links, parts))
  pictures <- xml2::xml_find_all(doc, "//img[not(@alt) or normalize-space(@alt) = '']")
  styles <- c(attribute(doc, "//style"), attribute(doc, "//@style"))
  c(sprintf("%s: broken link %s", page, unique(Filter(function(link) broken(link, page), own))),
    sprintf("%s: taken from elsewhere: %s", page, unique(grep("^data:", Filter(is_foreign, parts), invert = TRUE,
                                                              value = TRUE))),
    sprintf("%s: leads into this machine: %s", page, grep("^file:", links, value = TRUE)),
    sprintf("%s: no alternative text for %s", page, xml2::xml_attr(pictures, "src")),
    if (any(grepl(elsewhere, styles))) paste0(page, ": a style that is taken from elsewhere"),
    if (any(duplicated(ids[[page]]))) {
      sprintf("%s: the same id twice: %s", page, unique(ids[[page]][duplicated(ids[[page]])]))
    })
}

elsewhere <- "(url\\(|@import)[\"' ]*(https?:|//)"
faults <- unlist(lapply(pages, faults_of))
for (sheet in grep("[.]css$", files, value = TRUE)) {
  text <- paste(readLines(file.path(site, sheet), warn = FALSE, encoding = "UTF-8"), collapse = "\n")
  if (grepl(elsewhere, text)) faults <- c(faults, paste0(sheet, ": a style that is taken from elsewhere"))
}

index <- paste(readLines(file.path(site, "search.js"), encoding = "UTF-8"), collapse = "\n")
for (section in jsonlite::parse_json(sub(";\\s*$", "", sub("^const searchIndex = ", "", index)))) {
  link <- paste0(section$path, if (!is.null(section$id)) paste0("#", section$id))
  if (broken(link, "index.html")) faults <- c(faults, paste0("search.js: broken link ", link))
}

address <- function(file) paste0("file://", URLencode(normalizePath(file)))

measured <- function(browser, mode) {
  query <- paste(c(paste0("mode=", mode), paste0("site=", address(site), "/"), paste0("page=", pages)), collapse = "&")
  profile <- tempfile()
  on.exit(unlink(profile, recursive = TRUE))
  dom <- system2(browser, c(
    "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--window-size=1280,900",
    paste0("--user-data-dir=", profile), "--virtual-time-budget=600000", "--disable-dev-shm-usage",
    paste0("--blink-settings=preferredColorScheme=", if (mode == "dark") 0 else 1),
    "--dump-dom", shQuote(paste0(address("tools/site/measure.html"), "?", query))
  ), stdout = TRUE, stderr = FALSE)
  page <- xml2::read_html(paste(c(dom, "<p>"), collapse = "\n"))
  found <- xml2::xml_text(xml2::xml_find_all(page, "//ul[@id='faults']/li"))
  if (!identical(attribute(page, "//title"), "done")) found <- c(found, paste0(mode, ": the look did not end"))
  found
}

browser <- Filter(nzchar, Sys.which(c("chromium", "chromium-browser", "google-chrome")))
if (length(browser)) {
  faults <- c(faults, unlist(lapply(c("light", "dark"), measured, browser = browser[[1L]])))
} else {
  cat("Chromium is missing: how the pages look in a browser was not checked.\n")
}

writeLines(faults)
cat(length(pages), "pages,", length(faults), "faults\n")
quit(status = as.integer(length(faults) > 0L))
