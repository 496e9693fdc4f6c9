/** The intent view: what was requested, its progress and its result. */
@NullMarked
package dcm.projection.intent;

import org.jspecify.annotations.NullMarked;
