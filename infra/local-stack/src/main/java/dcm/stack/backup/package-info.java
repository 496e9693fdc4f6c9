/** Backups of an installation in an encrypted repository of restic, and their restoration on an empty machine. */
@NullMarked
package dcm.stack.backup;

import org.jspecify.annotations.NullMarked;
