/** Checks the host and its engine for problems that an administrator of a shared host should fix. */
@NullMarked
package dcm.worker.doctor;

import org.jspecify.annotations.NullMarked;
