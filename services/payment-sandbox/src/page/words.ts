import type { Language } from './language.ts';

/** What the page says; `{…}` is filled in. */
export interface Words {
  readonly title: string;
  readonly sandbox: string;
  readonly amount: string;
  readonly reference: string;
  readonly timeLeft: string;
  readonly pay: string;
  readonly decline: string;
  readonly back: string;
  readonly close: string;
  readonly stale: string;
  readonly underWay: string;
  readonly paid: string;
  readonly refunded: string;
  readonly over: string;
  readonly calledOff: string;
  readonly unknown: string;
  readonly notFound: string;
  readonly nothingTaken: string;
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Payment',
    sandbox: 'This is a payment sandbox: no money is moved.',
    amount: 'Amount',
    reference: 'Reference',
    timeLeft: 'Time left to pay',
    pay: 'Pay {amount}',
    decline: 'Decline',
    back: 'Back to the shop',
    close: 'You may close this window.',
    stale: 'That did not come from this page as it is now. Please choose again.',
    underWay: 'This payment is under way.',
    paid: 'This payment has been made.',
    refunded: 'The money of this payment was given back.',
    over: 'The time to pay is over.',
    calledOff: 'This payment was called off.',
    unknown: 'There is no such payment.',
    notFound: 'Payment not found',
    nothingTaken: 'Nothing was taken.',
  },
  ko: {
    title: '결제',
    sandbox: '결제 시험장입니다. 실제로 돈이 오가지 않습니다.',
    amount: '금액',
    reference: '주문 번호',
    timeLeft: '남은 결제 시간',
    pay: '{amount} 결제하기',
    decline: '거절하기',
    back: '판매 페이지로 돌아가기',
    close: '이 창을 닫으셔도 됩니다.',
    stale: '현재 페이지에서 보낸 요청이 아닙니다. 다시 선택해 주세요.',
    underWay: '결제가 진행 중입니다.',
    paid: '결제가 완료되었습니다.',
    refunded: '결제 금액이 환불되었습니다.',
    over: '결제 시간이 지났습니다.',
    calledOff: '결제가 취소되었습니다.',
    unknown: '그런 결제가 없습니다.',
    notFound: '결제를 찾을 수 없습니다',
    nothingTaken: '청구된 금액은 없습니다.',
  },
};
