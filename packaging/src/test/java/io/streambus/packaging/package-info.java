/** Tests of what is shipped: the archives, run as their users run them, and the architecture of all modules together. */
package io.streambus.packaging;
