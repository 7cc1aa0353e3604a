/** Link documents: read from files, checked and created. */
package io.streambus.cli.link.document;
