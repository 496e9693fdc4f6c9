/** The spans of one request in all services, and how they reach a collector. Only {@code SpanAttribute} names what spans tell. */
@NullMarked
package dcm.trace;

import org.jspecify.annotations.NullMarked;
