/** What a broker's port speaks, asked before a client takes an answer that is none for a length. */
package io.streambus.connect.listener;
