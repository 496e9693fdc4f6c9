/**
 * What the log says, folded for the auditor. The folds are written independently of admission's, so that an error in one of them shows.
 */
@NullMarked
package dcm.auditor.log;

import org.jspecify.annotations.NullMarked;
