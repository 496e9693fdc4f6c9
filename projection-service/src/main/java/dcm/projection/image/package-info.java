/**
 * The image view per owner: what was made of containers, and of what those were made.
 */
@NullMarked
package dcm.projection.image;

import org.jspecify.annotations.NullMarked;
