/** The image view, by owner: images made from containers, and where those came from. */
@NullMarked
package dcm.projection.image;

import org.jspecify.annotations.NullMarked;
