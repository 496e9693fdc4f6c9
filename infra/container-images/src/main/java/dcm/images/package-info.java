/** Makes container images from what the build of the other modules left. It knows their files, not their classes. */
@NullMarked
package dcm.images;

import org.jspecify.annotations.NullMarked;
