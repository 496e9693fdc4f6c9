/** The history of containers: all events about each, also after its removal. */
@NullMarked
package dcm.projection.history;

import org.jspecify.annotations.NullMarked;
