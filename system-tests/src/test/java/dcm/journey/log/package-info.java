/** The log and what is made of it: crashes, rebuilds, quarantine and the audit at the end. */
package dcm.journey.log;
