/** Decisions that are not recorded, by which users learn what a request would do. Admission makes them, REST returns them. */
@NullMarked
package dcm.command.dryrun;

import org.jspecify.annotations.NullMarked;
