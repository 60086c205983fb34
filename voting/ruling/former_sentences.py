"""Sentences as results judged by the first two versions of the law (`rule_id` ends in /1 or /2) keep them: their denominator is
always all members. What was announced is printed and audited for ever; nothing new is said in these words.
"""

from __future__ import annotations

FORMER: dict[str, dict[str, str]] = {
    "chosen_one": {
        "vi": "Được chọn: {names}, {most} phiếu trên tổng số {members} thành viên; cần từ {least}.",
        "en": "Chosen: {names}, with {most} votes out of all {members} members; {least} were needed.",
    },
    "chosen_several": {
        "vi": "Được chọn: {names}; mỗi phương án có từ {least} phiếu trở lên, trên tổng số {members} thành viên.",
        "en": "Chosen: {names}; each has {least} votes or more, out of all {members} members.",
    },
    "chosen_none": {
        "vi": "Không phương án nào được chọn: nhiều nhất là {most} phiếu trên tổng số {members} thành viên; cần từ {least}.",
        "en": "No option is chosen: the most is {most} votes out of all {members} members; {least} were needed.",
    },
    "elected": {
        "vi": "Trúng cử: {names}; bầu {seats} người, mỗi người cần từ {least} phiếu, trên tổng số {members} thành viên.",
        "en": "Elected: {names}; {seats} to be elected, each needed {least} votes, out of all {members} members.",
    },
    "elected_fewer": {
        "vi": "Trúng cử: {names}; còn thiếu {lacking} trong {seats} người phải bầu. Mỗi người cần từ {least} phiếu, "
        "trên tổng số {members} thành viên.",
        "en": "Elected: {names}; {lacking} of {seats} are still to be elected. Each needed {least} votes, "
        "out of all {members} members.",
    },
    "elected_tied": {
        "vi": "Trúng cử: {names}; {equal} bằng phiếu nhau ở vị trí cuối, phải bầu lại giữa những người này. "
        "Mỗi người cần từ {least} phiếu, trên tổng số {members} thành viên.",
        "en": "Elected: {names}; {equal} have equal votes for the last seats and are voted on again. "
        "Each needed {least} votes, out of all {members} members.",
    },
    "all_tied": {
        "vi": "Chưa ai trúng cử: {equal} bằng phiếu nhau, phải bầu lại giữa những người này. Bầu {seats} người, "
        "trên tổng số {members} thành viên.",
        "en": "Nobody is elected yet: {equal} have equal votes and are voted on again. {seats} to be elected, "
        "out of all {members} members.",
    },
    "elected_none": {
        "vi": "Không ai trúng cử: nhiều nhất là {most} phiếu trên tổng số {members} thành viên; cần từ {least}.",
        "en": "Nobody is elected: the most is {most} votes out of all {members} members; {least} were needed.",
    },
    "confidence_kept": {
        "vi": "Tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên tổng số {members} thành viên; "
        "tín nhiệm thấp chưa đến {least}.",
        "en": "High confidence {high}, confidence {trust}, low confidence {low}, out of all {members} members; "
        "low confidence is below {least}.",
    },
    "confidence_lost": {
        "vi": "Tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên tổng số {members} thành viên; "
        "tín nhiệm thấp từ {least} trở lên.",
        "en": "High confidence {high}, confidence {trust}, low confidence {low}, out of all {members} members; "
        "low confidence is {least} or more.",
    },
    "confidence_lost_by_two_thirds": {
        "vi": "Tín nhiệm cao {high}, tín nhiệm {trust}, tín nhiệm thấp {low}, trên tổng số {members} thành viên; "
        "tín nhiệm thấp từ hai phần ba trở lên.",
        "en": "High confidence {high}, confidence {trust}, low confidence {low}, out of all {members} members; "
        "low confidence is two thirds or more.",
    },
    "confidence_unsaid": {
        "vi": "Không có phiếu hợp lệ nào, trên tổng số {members} thành viên, nên không đạt tín nhiệm.",
        "en": "There is no valid ballot, out of all {members} members, so confidence is not given.",
    },
    "passed_by_chair": {
        "vi": "Được thông qua: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên tổng số {members} thành viên; "
        "quyết định theo bên mà chủ tọa đã biểu quyết là tán thành.",
        "en": "Passed: the sides are equal, {yes} for and {no} against out of all {members} members; the chair voted for.",
    },
    "not_passed_by_chair": {
        "vi": "Không được thông qua: hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên tổng số {members} thành viên; "
        "quyết định theo bên mà chủ tọa đã biểu quyết là không tán thành.",
        "en": "Not passed: the sides are equal, {yes} for and {no} against out of all {members} members; the chair voted against.",
    },
    "tie": {
        "vi": "Hai bên bằng nhau, {yes} tán thành và {no} không tán thành trên tổng số {members} thành viên; chủ tọa quyết định.",
        "en": "The sides are equal, {yes} for and {no} against out of all {members} members; the chair decides.",
    },
}
