/*
 * Register: what stands beside the answers when a supplier is scored.
 *
 * Measures count against the questions of their findings, as long as they are not cancelled. A
 * certificate of kind p_mark or isms that somebody changed by hand after the answer to its question
 * was given stands in that answer's place (obtained, number, expires_on, renewal_pending and
 * evidence); of several the one that holds longest. Every other certificate is kept, not scored.
 */
#ifndef RENKEI_DOMAIN_ASSESS_BASIS_REGISTER_H
#define RENKEI_DOMAIN_ASSESS_BASIS_REGISTER_H

#include "renkei/domain/assess/basis.h"

/* Adds measures and certificates of the row to the input; its questionnaires are loaded. */
void basis_add_register(struct reading *reading, struct basis *basis);
/* {id, status, effect, impact, findings: [[questionnaire, question]]}; without a target nothing. */
void basis_add_measure(struct basis *basis, const json_t *measure);
/* The kind of certificate that a question of the sheet asks for, NULL: none that scores. */
const char *certificate_kind_of(const struct questionnaire *questionnaire, size_t question);
/*
 * Marks questions of an explanation that rest on a last day which is assumed (`expiry_assumed`);
 * their codes as a JSON array, in the arena.
 */
const char *basis_tell_assumed(struct reading *reading, const struct basis *basis,
                               json_t *explanation);

#endif
