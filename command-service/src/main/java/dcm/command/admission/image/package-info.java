/** Decides and folds what concerns images: commits, removal, promotion and flattening. Uses no other subject. Pure. */
@NullMarked
package dcm.command.admission.image;

import org.jspecify.annotations.NullMarked;
