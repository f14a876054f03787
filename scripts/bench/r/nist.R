# R's lm, mean and sd on CSV files whose last column is y.
#
#   Rscript nist.R --version        what there is, in one line
#   Rscript nist.R NAME FILE ...    lines "NAME coefficients|errors numbers", and of lm the same under
#                                   "NAME:tight" with tol=1e-10, where by default it drops columns
arguments <- commandArgs(TRUE)
say <- function(...) cat(paste("@bench", ...), "\n", sep = "")
numbers <- function(x) paste(sprintf("%.17g", as.numeric(x)), collapse = " ")

fit <- function(name, table, tolerance) {
  model <- lm(y ~ ., table, tol = tolerance)
  estimated <- !is.na(coef(model))
  errors <- rep(NA, length(estimated))
  errors[estimated] <- suppressWarnings(summary(model))$coefficients[, 2]
  say(name, "coefficients", numbers(coef(model)))
  say(name, "errors", numbers(errors))
}

if (identical(arguments, "--version")) {
  say(R.version.string)
} else {
  for (i in seq(1, length(arguments), by = 2)) {
    name <- arguments[i]
    table <- read.csv(arguments[i + 1], colClasses = "numeric")
    if (ncol(table) == 1) {
      say(name, "coefficients", numbers(mean(table$y)))
      say(name, "errors", numbers(sd(table$y)))
    } else {
      fit(name, table, 1e-7)
      fit(paste0(name, ":tight"), table, 1e-10)
    }
  }
}
