# What the package says of an activation, for the lists that tests loop over and the bounds that they hold it to.

said_of <- function(act.type) leakyrelu:::activations[[act.type]]
with_slope_from <- function(...) Filter(function(act.type) said_of(act.type)$slope_from %in% c(...), act_types)

# How an error lists them all.
any_act_type <- sub(", ([^,]*)$", " or \\1", paste0("\"", act_types, "\"", collapse = ", "))

# Those of the slopes that it takes.
slopes_for <- function(act.type, slopes) if (said_of(act.type)$slope_positive) slopes[slopes > 0] else slopes

# The bound of its error, in units in the last place.
error_bound <- function(act.type, measure) said_of(act.type)$error[[measure]]
