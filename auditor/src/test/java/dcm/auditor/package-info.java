@NullMarked
package dcm.auditor;

import org.jspecify.annotations.NullMarked;
