/** The PostgreSQL server with its databases, run by a system user of its own. */
@NullMarked
package dcm.stack.postgres;

import org.jspecify.annotations.NullMarked;
