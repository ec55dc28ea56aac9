/** Who owns what, and how all of it goes away: ledger, removal, watchdog, sweep. */
@NullMarked
package dev.drydock.internal.cleanup;

import org.jspecify.annotations.NullMarked;
