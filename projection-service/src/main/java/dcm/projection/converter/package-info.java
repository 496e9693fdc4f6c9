/** How values of enums are stored in columns of views. */
@NullMarked
package dcm.projection.converter;

import org.jspecify.annotations.NullMarked;
