/**
 * The contents of the log, folded for the auditor. These folds do not share code with admission's, so that an error in
 * either shows as a difference.
 */
@NullMarked
package dcm.auditor.log;

import org.jspecify.annotations.NullMarked;
